/// How long what the embedded authority makes is valid.
public struct AuthoritySettings: Sendable, Hashable {
  /// An authority's own certificate and keys.
  public var lifetime: Duration
  /// An X.509-SVID whose registration says nothing else.
  public var svidLifetime: Duration
  /// A JWT-SVID.
  public var tokenLifetime: Duration

  public init(
    lifetime: Duration = .seconds(7 * 86_400), svidLifetime: Duration = .seconds(3_600),
    tokenLifetime: Duration = .seconds(300)
  ) {
    self.lifetime = lifetime
    self.svidLifetime = svidLifetime
    self.tokenLifetime = tokenLifetime
  }

  /// Difference of clocks that a new certificate allows for, by beginning earlier.
  static let backdating = Duration.seconds(60)
}
