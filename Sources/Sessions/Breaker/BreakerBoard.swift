public import Basics
import Synchronization

/// The circuits of all upstreams, one each, so that one sick upstream harms no other.
///
/// Keys are the upstreams that configuration and registry name, never anything a caller sent; after a reload
/// ``retain(_:)`` drops those that are gone.
public final class BreakerBoard: Sendable {
  private let circuits: Mutex<[String: CircuitBreaker]>
  private let settings: BreakerSettings

  public init(settings: BreakerSettings = BreakerSettings()) {
    self.settings = settings
    circuits = Mutex([:])
  }

  /// Asks to let a call to `upstream` through; an upstream not seen before has a closed circuit.
  public func admit(_ upstream: String, now: Timestamp) -> BreakerAdmission {
    circuits.withLock { $0[upstream, default: CircuitBreaker(settings: settings)].admit(now: now) }
  }

  /// Takes the report of a call that ``admit(_:now:)`` let through; once per ticket.
  ///
  /// - Returns: The state that the circuit entered by it, for log and metric; nil if nothing changed.
  @discardableResult
  public func report(
    _ outcome: BreakerOutcome, of ticket: BreakerTicket, upstream: String, now: Timestamp
  ) -> BreakerState? {
    circuits.withLock { $0[upstream]?.report(outcome, of: ticket, now: now) }
  }

  /// Every known circuit, by the name of its upstream.
  public func statuses(now: Timestamp) -> [BreakerStatus] {
    circuits.withLock { circuits in
      circuits.map { $0.value.status(of: $0.key, now: now) }
    }.sorted { $0.upstream < $1.upstream }
  }

  /// Forgets the circuits of all upstreams but `upstreams`.
  public func retain(_ upstreams: Set<String>) {
    circuits.withLock { circuits in circuits = circuits.filter { upstreams.contains($0.key) } }
  }
}
