public import SPIFFE

/// Why a caller was not identified or may not come in.
public enum IdentityError: Error, Sendable, Hashable {
  /// No proof that counts on this listener.
  case required
  /// `X-SPIFFE-ID` was sent more than once.
  case headerRepeated
  /// `X-SPIFFE-ID` does not hold a SPIFFE ID of a workload.
  case headerInvalid
  /// `Authorization` was sent more than once.
  case authorizationRepeated
  /// `Authorization` does not hold a bearer token.
  case authorizationScheme
  /// A bearer token was sent, and no issuer is configured.
  case tokensUnavailable
  /// The bearer token was refused.
  case token(TokenError)
  /// The proved ID belongs to a trust domain that is not allowed.
  case trustDomain
  /// Two proofs name different callers.
  case proofsDisagree
  /// The certificate of the connection has expired since the connection was made.
  case certificateExpired
  /// The identity was revoked.
  case revoked
}

extension IdentityError {
  /// `snake_case`, for denials, metrics and logs; one of ``allCodes``.
  public var code: String {
    switch self {
    case .required: "spiffe_auth_required"
    case .headerRepeated: "identity_header_repeated"
    case .headerInvalid: "identity_header_invalid"
    case .authorizationRepeated: "identity_authorization_repeated"
    case .authorizationScheme: "identity_authorization_scheme"
    case .tokensUnavailable: "identity_tokens_unavailable"
    case .token(let error): error.rawValue
    case .trustDomain: "identity_trust_domain"
    case .proofsDisagree: "identity_proofs_disagree"
    case .certificateExpired: "identity_certificate_expired"
    case .revoked: "identity_revoked"
    }
  }

  /// Every code that ``code`` can be.
  public static var allCodes: [String] {
    let own: [IdentityError] = [
      .required, .headerRepeated, .headerInvalid, .authorizationRepeated, .authorizationScheme,
      .tokensUnavailable, .trustDomain, .proofsDisagree, .certificateExpired, .revoked,
    ]
    return (own + TokenError.allCases.map { .token($0) }).map(\.code)
  }

  /// 401 where another proof may help, 403 where none will, 400 for a request that cannot be read.
  /// Source: RFC 6750 §3.1.
  public var httpStatus: Int {
    switch self {
    case .headerRepeated, .authorizationRepeated: 400
    case .token(.scope), .trustDomain, .revoked: 403
    default: 401
    }
  }

  /// One sentence for people; it holds nothing that the caller sent.
  public var message: String {
    switch self {
    case .required: "This request carries no proof of identity that counts here."
    case .headerRepeated: "The header X-SPIFFE-ID was sent more than once."
    case .headerInvalid: "The header X-SPIFFE-ID does not hold the SPIFFE ID of a workload."
    case .authorizationRepeated: "The header Authorization was sent more than once."
    case .authorizationScheme: "The header Authorization does not hold a bearer token."
    case .tokensUnavailable: "Bearer tokens cannot be verified here, because no issuer is configured."
    case .token(let error): error.description
    case .trustDomain: "The trust domain of this identity is not allowed."
    case .proofsDisagree: "The proofs of identity in this request name different callers."
    case .certificateExpired: "The client certificate of this connection has expired."
    case .revoked: "This identity was revoked."
    }
  }

  /// What the caller or its operator can do.
  public var remediation: String {
    switch self {
    case .required:
      "Present a client certificate (SVID) or a bearer token; X-SPIFFE-ID counts only in development, on loopback."
    case .headerRepeated, .authorizationRepeated: "Send the header once."
    case .headerInvalid: "Send one ID such as spiffe://poc.local/agents/mcp-client/my-agent/dev."
    case .authorizationScheme: "Send `Authorization: Bearer` and a token."
    case .tokensUnavailable: "Configure an issuer of tokens, or use another proof."
    case .token(.expired), .token(.missingExpiry), .token(.notYetValid), .token(.issuedInFuture):
      "Ask the issuer for a new token, and check the clocks."
    case .token(.audience): "Ask the issuer for a token whose audience is this resource."
    case .token(.scope): "Ask the issuer for a token with the scopes that the challenge names."
    case .token: "Ask one of the configured issuers for a token for this resource."
    case .trustDomain:
      "Use an identity of an allowed trust domain, or ask an administrator to allow this one."
    case .proofsDisagree: "Send one proof, or a token that was issued to the workload that sends it."
    case .certificateExpired: "Connect again with a new certificate."
    case .revoked: "Ask an administrator to reinstate the identity or to issue another."
    }
  }
}
