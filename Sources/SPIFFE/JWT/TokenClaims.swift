public import Basics

/// The claims of a token. Nothing in them is true before the signature has been checked.
///
/// - Source: RFC 7519 §4.1, RFC 9068 §2.2, RFC 8693 §4.
public struct TokenClaims: Sendable {
  /// Latest time a claim may name, in seconds since 1970: the end of the year 9999. What is later is a
  /// mistake or an attempt at an overflow.
  static let secondsMax: Double = 253_402_300_799

  public let members: JSONObject

  init(members: JSONObject) {
    self.members = members
  }

  public subscript(name: String) -> JSONValue? { members[name] }

  public var issuer: String? { members["iss"]?.stringValue }
  public var subject: String? { members["sub"]?.stringValue }

  /// The values of `aud`, which may be one text or a list of texts; empty if absent or of another type.
  public var audiences: [String] {
    switch members["aud"] {
    case .string(let one): [one]
    case .array(let list): list.allSatisfy { $0.stringValue != nil } ? list.compactMap(\.stringValue) : []
    default: []
    }
  }

  /// A NumericDate; nil if the claim is absent.
  ///
  /// - Throws: `token_malformed` if it is there and is no time.
  func time(_ name: String) throws(TokenError) -> Timestamp? {
    guard let value = members[name] else { return nil }
    guard let seconds = value.doubleValue, seconds >= 0, seconds <= Self.secondsMax else { throw .malformed }
    return Timestamp(seconds: Int64(seconds))
  }

  /// When the token expires; nil if it does not say or says nonsense.
  public var expires: Timestamp? { (try? time("exp")) ?? nil }

  /// Checks `exp` (which must be there), `nbf` and `iat` against the clock.
  ///
  /// - Parameter skew: How far the issuer's clock may be from ours, in either direction.
  /// - Throws: `token_expiry_missing`, `token_expired`, `token_not_yet_valid`, `token_issued_in_future`,
  ///   `token_malformed`.
  public func checkTimes(now: Timestamp, skew: Duration) throws(TokenError) {
    guard let expires = try time("exp") else { throw .missingExpiry }
    guard now < expires.adding(skew) else { throw .expired }
    if let notBefore = try time("nbf"), now.adding(skew) < notBefore { throw .notYetValid }
    if let issued = try time("iat"), now.adding(skew) < issued { throw .issuedInFuture }
  }

  /// Checks that the token was issued for one of `accepted`.
  public func checkAudience(_ accepted: Set<String>) throws(TokenError) {
    guard audiences.contains(where: accepted.contains) else { throw .audience }
  }
}
