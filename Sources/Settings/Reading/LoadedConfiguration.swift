/// A configuration together with where each of its values came from.
public struct LoadedConfiguration: Sendable {
  public var configuration: Configuration
  /// By dotted path; keys that nobody wrote are absent.
  public let origins: [String: Origin]
  /// The files that were read, in the order of their precedence, the strongest last.
  public let files: [String]

  /// Where the value of a key came from.
  public func origin(of key: String) -> Origin { origins[key] ?? .builtIn }
}
