public import SPIFFE

/// What a listener knows of a caller when a request arrives.
public struct CallerEvidence: Sendable {
  /// Whether the profile lets `X-SPIFFE-ID` count at all; production profiles do not.
  public var isHeaderAllowed: Bool
  /// Whether the request came in by a loopback listener.
  public var isLoopback: Bool
  /// Every value of `X-SPIFFE-ID`.
  public var headerValues: [String]
  /// Every value of `Authorization`.
  public var authorizationValues: [String]
  /// What the client certificate of the connection proved.
  public var peer: VerifiedSVID?

  public init(
    isHeaderAllowed: Bool, isLoopback: Bool, headerValues: [String] = [], authorizationValues: [String] = [],
    peer: VerifiedSVID? = nil
  ) {
    self.isHeaderAllowed = isHeaderAllowed
    self.isLoopback = isLoopback
    self.headerValues = headerValues
    self.authorizationValues = authorizationValues
    self.peer = peer
  }

  /// Whether `X-SPIFFE-ID` counts for this request. Where it does not, it is ignored: it neither helps nor
  /// harms.
  public var doesHeaderCount: Bool { isHeaderAllowed && isLoopback }
}
