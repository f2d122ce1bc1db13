import Basics

extension RiskLevel {
  /// The risk of a tool whose entry states none.
  init(suggestedBy trust: TrustLevel) {
    switch trust {
    case .low: self = .low
    case .medium: self = .medium
    case .high: self = .high
    }
  }
}
