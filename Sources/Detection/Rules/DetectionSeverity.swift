/// How bad a true finding is, lowest first.
public enum DetectionSeverity: String, Sendable, Hashable, CaseIterable, Comparable {
  case low, medium, high, critical

  private var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    case .critical: 3
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
