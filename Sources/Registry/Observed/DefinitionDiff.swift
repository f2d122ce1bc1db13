/// What differs between a registered definition and an observed one.
public struct DefinitionDiff: Sendable, Equatable, CustomStringConvertible {
  /// One difference. `path` is a JSON pointer (RFC 6901) into the definition.
  public struct Change: Sendable, Equatable {
    public let path: String
    /// What was registered, as JSON, shortened; nil if the upstream has added this.
    public let registered: String?
    /// What the upstream says, as JSON, shortened; nil if the upstream has removed this.
    public let observed: String?
  }

  /// At most ``changesMax``; there may be more.
  public internal(set) var changes: [Change] = []
  /// Whether ``changes`` holds all of them.
  public internal(set) var isComplete = true

  /// Changes that are told. More of them say no more.
  public static let changesMax = 16
  /// Bytes of a value that are shown.
  static let valueBytesMax = 120

  /// One line a change, for logs and `agw tools diff`.
  public var description: String {
    let lines = changes.map { change in
      switch (change.registered, change.observed) {
      case (let old?, let new?): "\(change.path): \(old) became \(new)"
      case (nil, let new?): "\(change.path): added \(new)"
      case (let old?, nil): "\(change.path): removed, was \(old)"
      case (nil, nil): change.path
      }
    }
    return (lines + (isComplete ? [] : ["and more"])).joined(separator: "\n")
  }
}
