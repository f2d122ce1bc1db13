/// How a registered tool compares with what its upstream offers now.
public enum ToolVerdict: Sendable, Equatable {
  /// The upstream offers exactly what was registered.
  case matches
  /// The upstream offers something else under this name.
  case changed(DefinitionDiff)
  /// The upstream answered and does not offer the tool.
  case missing
  /// The upstream has not been asked, or has not answered.
  case notYetSeen

  /// A word for records and metrics.
  public var label: String {
    switch self {
    case .matches: "matches"
    case .changed: "changed"
    case .missing: "missing"
    case .notYetSeen: "not_yet_seen"
    }
  }
}
