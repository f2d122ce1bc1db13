/// Why the embedded authority cannot be opened or cannot issue. Equality is on the code.
public struct AuthorityError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    case unreadable = "authority_unreadable"
    case openToOthers = "authority_open_to_others"
    case malformed = "authority_malformed"
    case otherDomain = "authority_other_trust_domain"
    case unwritable = "authority_unwritable"
    /// No authority is valid at this time: the clock is wrong, or the rotation could not be written.
    case noneValid = "authority_none_valid"
    case signing = "authority_signing"
  }

  public let code: Code
  /// What is wrong and what to do; holds no key.
  public let detail: String

  init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

  public var description: String { detail }
}
