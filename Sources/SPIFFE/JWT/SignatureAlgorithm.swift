/// The signature algorithms of JSON Web Tokens that can be verified here.
///
/// `none` is not among them, so that it cannot be allowed by mistake.
///
/// - Source: RFC 7518 §3.1, RFC 8037 §3.1.
public enum SignatureAlgorithm: String, Sendable, Hashable, CaseIterable {
  case rs256 = "RS256"
  case rs384 = "RS384"
  case rs512 = "RS512"
  case ps256 = "PS256"
  case ps384 = "PS384"
  case ps512 = "PS512"
  case es256 = "ES256"
  case es384 = "ES384"
  case es512 = "ES512"
  case edDSA = "EdDSA"
  case hs256 = "HS256"
  case hs384 = "HS384"
  case hs512 = "HS512"

  /// What an issuer's tokens may be signed with where nothing else is configured: no shared secrets.
  public static let defaultAllowed: Set<SignatureAlgorithm> = [
    .rs256, .rs384, .rs512, .ps256, .es256, .es384, .edDSA,
  ]

  /// What a JWT-SVID may be signed with. Source: JWT-SVID §2.1.
  public static let svidAllowed: Set<SignatureAlgorithm> = [
    .rs256, .rs384, .rs512, .ps256, .ps384, .ps512, .es256, .es384, .es512,
  ]

  /// Whether signing and verifying take the same secret.
  public var isSymmetric: Bool {
    switch self {
    case .hs256, .hs384, .hs512: true
    default: false
    }
  }
}
