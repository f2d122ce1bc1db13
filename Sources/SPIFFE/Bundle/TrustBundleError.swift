/// Why a trust bundle was refused. Equality is on the code.
public struct TrustBundleError: Error, Sendable, Equatable {
  public enum Code: String, Sendable, CaseIterable {
    case malformed = "bundle_malformed"
    case empty = "bundle_empty"
    case tooMany = "bundle_too_many_authorities"
    case notAnAuthority = "bundle_not_an_authority"
    case otherDomain = "bundle_other_trust_domain"
  }

  public let code: Code
  public let detail: String

  public init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}

extension TrustBundleError: CustomStringConvertible {
  public var description: String { "\(code.rawValue): \(detail)" }
}
