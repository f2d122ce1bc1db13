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
  var paths: [String] {
    if !config.isEmpty { return config }
    if let named = Self.environment[Self.variable], !named.isEmpty {
      return named.split(separator: ":").map(String.init)
    }
    return FileManager.default.fileExists(atPath: Self.standard) ? [Self.standard] : []
  }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }
  static var loader: ConfigurationLoader { ConfigurationLoader(environment: environment) }

  func load() throws -> LoadedConfiguration { try Self.loader.load(paths) }
}
