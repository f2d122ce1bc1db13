/// What an admitted call holds until it reports how the upstream did.
///
/// It names the period of the circuit in which the call was let through, so that an answer that arrives after
/// the circuit has changed its state is not counted for the new one.
public struct BreakerTicket: Sendable, Equatable {
  let period: UInt64
  /// Whether the call is one of the few let through to find out if the upstream is well again.
  public let isProbe: Bool
}
