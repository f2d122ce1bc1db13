/// Why a JSON Web Key, a key set or a SPIFFE bundle document was refused.
public struct WebKeyError: Error, Sendable, Equatable {
  public enum Code: String, Sendable, CaseIterable {
    case notJSON = "jwks_not_json"
    case notAKeySet = "jwks_not_a_key_set"
    case tooManyKeys = "jwks_too_many_keys"
    case noUsableKey = "jwks_no_usable_key"
    case malformedKey = "jwk_malformed"
    case weakKey = "jwk_weak"
    case privateKey = "jwk_private"
    case secretKey = "jwk_secret"
  }

  public let code: Code
  /// What was wrong and with which key; holds no key material.
  public let detail: String

  public init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}

extension WebKeyError: CustomStringConvertible {
  public var description: String { "\(code.rawValue): \(detail)" }
}
