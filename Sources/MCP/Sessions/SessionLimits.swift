/// Limits of the sessions that legacy clients hold open.
public struct SessionLimits: Sendable, Equatable {
  public static let sessionsMaxDefault = 20_000
  public static let sessionsPerOwnerMaxDefault = 2_000
  public static let idleMaxDefault = Duration.seconds(30 * 60)
  /// Open requests of one session, each direction by itself.
  public static let requestsMaxDefault = 256

  public var sessionsMax: Int
  /// Sessions that one principal may hold.
  public var sessionsPerOwnerMax: Int
  public var idleMax: Duration
  public var requestsMax: Int

  public init(
    sessionsMax: Int = sessionsMaxDefault, sessionsPerOwnerMax: Int = sessionsPerOwnerMaxDefault,
    idleMax: Duration = idleMaxDefault, requestsMax: Int = requestsMaxDefault
  ) {
    self.sessionsMax = max(sessionsMax, 1)
    self.sessionsPerOwnerMax = max(sessionsPerOwnerMax, 1)
    self.idleMax = max(idleMax, .seconds(1))
    self.requestsMax = max(requestsMax, 1)
  }
}
