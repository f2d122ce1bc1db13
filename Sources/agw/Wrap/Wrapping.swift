import Settings

/// What `agw wrap` changes in a configuration: one server over standard input and output, with a state of its own, so
/// that several wrapped servers and a gateway may use one configuration at once.
struct Wrapping: Sendable {
  let command: [String]
  let name: String
  /// Variables that the server inherits besides the usual ones.
  let environment: [String]

  func applied(to loaded: LoadedConfiguration) -> LoadedConfiguration {
    var loaded = loaded
    loaded.configuration.stateDirectory = Self.state(of: name, in: loaded.configuration)
    loaded.configuration.audit.path = "\(loaded.configuration.stateDirectory)/audit.jsonl"
    loaded.configuration.listeners.control.port = 0
    loaded.configuration.servers = [:]
    loaded.configuration.upstream.url = nil
    loaded.configuration.upstream.command = command
    loaded.configuration.upstream.environment += environment
    return loaded
  }

  /// Where the state of a wrapped server lies.
  static func state(of name: String, in configuration: Configuration) -> String {
    "\(configuration.stateDirectory)/wrap/\(name)"
  }
}
