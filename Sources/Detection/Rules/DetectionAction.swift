/// What is done about a finding, gentlest first.
public enum DetectionAction: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Recorded; the text passes unchanged.
  case flag
  /// The found span is replaced by `[REDACTED:TYPE]`.
  case redact
  /// The call is refused.
  case block

  private var rank: Int {
    switch self {
    case .flag: 0
    case .redact: 1
    case .block: 2
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
