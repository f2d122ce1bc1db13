/// Why a JSON Web Token was refused; the raw value is the code for logs and metrics.
public enum TokenError: String, Error, Sendable, Hashable, CaseIterable {
  case tooLarge = "token_too_large"
  case malformed = "token_malformed"
  /// The header asks for an extension (`crit`) that is not understood. Source: RFC 7515 §4.1.11.
  case criticalHeader = "token_critical_header"
  case type = "token_type"
  case algorithm = "token_algorithm"
  case unknownKey = "token_key_unknown"
  case signature = "token_signature"
  case issuer = "token_issuer"
  case audience = "token_audience"
  case subject = "token_subject"
  case missingExpiry = "token_expiry_missing"
  case expired = "token_expired"
  case notYetValid = "token_not_yet_valid"
  case issuedInFuture = "token_issued_in_future"
  case scope = "token_scope"
}

extension TokenError: CustomStringConvertible {
  /// One sentence for people; it holds nothing of the token.
  public var description: String {
    switch self {
    case .tooLarge: "The token is larger than \(SPIFFELimits.tokenBytesMax) bytes."
    case .malformed: "The token is not a JSON Web Token."
    case .criticalHeader: "The token's header demands an extension that is not supported."
    case .type: "The token is not an access token."
    case .algorithm: "The token's signature algorithm is not allowed."
    case .unknownKey: "No configured key matches the token."
    case .signature: "The token's signature is not valid."
    case .issuer: "The token's issuer is not accepted here."
    case .audience: "The token was issued for another resource."
    case .subject: "The token's subject cannot be used as an identity."
    case .missingExpiry: "The token does not say when it expires."
    case .expired: "The token has expired."
    case .notYetValid: "The token is not valid yet."
    case .issuedInFuture: "The token was issued in the future."
    case .scope: "The token lacks a required scope."
    }
  }
}
