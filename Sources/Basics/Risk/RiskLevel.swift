/// How much harm a tool can do when it is misused, as its registry entry states it.
///
/// Ordered: `low < medium < high < critical`. The raw value is the spelling in files, records and metrics.
public enum RiskLevel: String, Sendable, CaseIterable, Comparable {
  case low, medium, high, critical

  private var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    case .critical: 3
    }
  }

  public static func < (left: RiskLevel, right: RiskLevel) -> Bool { left.rank < right.rank }
}
