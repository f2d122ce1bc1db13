/// Which session a call belongs to.
public struct SessionKey: Sendable, Hashable {
  /// The identity that was proved, e.g. a SPIFFE ID.
  public let principal: String
  /// The session as the gateway knows it; nil is the principal's default session, which takes all calls that
  /// name none, so that a caller cannot shed its history by leaving the name out.
  public let session: String?

  public init(principal: String, session: String? = nil) {
    self.principal = principal
    self.session = session
  }
}
