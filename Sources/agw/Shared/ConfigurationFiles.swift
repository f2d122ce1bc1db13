import ArgumentParser
import FoundationEssentials
import Settings

/// The option that every command shares which reads the configuration.
struct ConfigurationFiles: ParsableArguments {
  @Option(name: .customLong("config"), help: "Configuration file; give it again for overlays, the strongest last.")
  var config: [String] = []

  static let standard = "config/precinct.yaml"
  /// Names files like `--config` does, separated by colons.
  static let variable = "PRECINCT_CONFIG"

  /// The files to read, in order; none means the built-in defaults.
  var paths: [String] { Self.paths(config) }

  /// `named`, or those of the environment, or the standard file if it is there.
  static func paths(_ named: [String]) -> [String] {
    if !named.isEmpty { return named }
    if let variable = environment[variable], !variable.isEmpty {
      return variable.split(separator: ":").map(String.init)
    }
    return FileManager.default.fileExists(atPath: standard) ? [standard] : []
  }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }
  static var loader: ConfigurationLoader { ConfigurationLoader(environment: environment) }

  func load() throws -> LoadedConfiguration { try Self.loader.load(paths) }
}
