import ArgumentParser

/// The option that every command shares which reads the configuration.
struct ConfigurationFiles: ParsableArguments {
  @Option(name: .customLong("config"), help: "Configuration file; give it again for overlays, the strongest last.")
  var config: [String] = []

  static let standard = "config/precinct.yaml"

  /// The files to read, in order.
  var paths: [String] { config.isEmpty ? [Self.standard] : config }
}
