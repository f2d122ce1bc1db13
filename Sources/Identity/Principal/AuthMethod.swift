/// How a caller proved who it is.
public enum AuthMethod: String, Sendable, Hashable, CaseIterable {
  /// `X-SPIFFE-ID`: a claim without proof, for development only.
  case headerDeclared = "header_declared"
  /// The client certificate of the connection.
  case mtlsSVID = "mtls_svid"
  /// An access token of a configured issuer.
  case oauthJWT = "oauth_jwt"
  /// A token signed by the trust domain itself.
  case jwtSVID = "jwt_svid"
}
