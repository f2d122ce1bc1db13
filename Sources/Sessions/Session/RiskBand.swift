/// Ranges of the risk score with a name; policies and step-up rules use them.
public enum RiskBand: String, Sendable, CaseIterable, Comparable {
  /// 0…49: routine work stays here however much of it there is.
  case normal
  /// 50…79: something was found or refused more than once.
  case elevated
  /// 80…100.
  case high

  public init(score: Int) {
    switch score {
    case ..<Self.elevatedFrom: self = .normal
    case ..<Self.highFrom: self = .elevated
    default: self = .high
    }
  }

  public static let elevatedFrom = 50
  public static let highFrom = 80

  public static func < (left: RiskBand, right: RiskBand) -> Bool {
    left.floor < right.floor
  }

  private var floor: Int {
    switch self {
    case .normal: 0
    case .elevated: Self.elevatedFrom
    case .high: Self.highFrom
    }
  }
}
