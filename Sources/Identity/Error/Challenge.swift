import SPIFFE

/// The `WWW-Authenticate` value that tells an OAuth client how to get in.
///
/// - Source: RFC 6750 §3, RFC 9728 §5.1.
public struct Challenge: Sendable, Hashable {
  /// Where the metadata of this protected resource lies, as a URL; nil if none is served.
  public let resourceMetadata: String?
  /// The scopes that a call needs.
  public let scopes: [String]

  public init(resourceMetadata: String?, scopes: [String] = []) {
    self.resourceMetadata = resourceMetadata
    self.scopes = scopes
  }

  /// The value for a refusal: without `error` if the request carried no token, because then it is no failure
  /// but the start of the conversation.
  public func text(for error: IdentityError) -> String {
    var parameters = [#"realm="precinct""#]
    if let code = Self.oauthCode(of: error) {
      parameters.append(#"error="\#(code)""#)
      parameters.append(#"error_description="\#(Self.quotable(error.message))""#)
    }
    if !scopes.isEmpty { parameters.append(#"scope="\#(Self.quotable(scopes.joined(separator: " ")))""#) }
    if let resourceMetadata { parameters.append(#"resource_metadata="\#(Self.quotable(resourceMetadata))""#) }
    return "Bearer " + parameters.joined(separator: ", ")
  }

  /// The error code of RFC 6750 §3.1, or nil if no token was refused.
  private static func oauthCode(of error: IdentityError) -> String? {
    switch error {
    case .token(.scope): "insufficient_scope"
    case .token, .proofsDisagree, .trustDomain, .revoked: "invalid_token"
    case .authorizationRepeated, .authorizationScheme: "invalid_request"
    case .required, .headerRepeated, .headerInvalid, .tokensUnavailable, .certificateExpired: nil
    }
  }

  /// Keeps what may stand in a quoted string of these parameters: printable ASCII without `"` and `\`.
  private static func quotable(_ text: String) -> String {
    String(
      decoding: text.utf8.filter { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }, as: UTF8.self)
  }
}
