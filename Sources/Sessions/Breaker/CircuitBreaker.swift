public import Basics

/// The circuit before one upstream.
///
/// ```
/// closed ──failures in a row──▶ open ──time──▶ halfOpen ──probes succeed──▶ closed
///                                ▲                │
///                                └──a probe fails─┘
/// ```
///
/// While half-open only a few probes are let through. A pure value: time and outcomes come in as arguments,
/// and what changed comes out.
public struct CircuitBreaker: Sendable {
  private enum Phase {
    case closed(failures: Int)
    case open(until: Timestamp)
    case halfOpen(probes: Int, successes: Int, lastProbeAt: Timestamp)
  }

  public let settings: BreakerSettings
  private var phase: Phase = .closed(failures: 0)
  /// Counts changes of state; tickets of earlier periods are void.
  private var period: UInt64 = 0

  /// A closed circuit.
  public init(settings: BreakerSettings = BreakerSettings()) { self.settings = settings }

  /// The state at `now`: an open circuit whose time is up is shown as half-open.
  public func state(at now: Timestamp) -> BreakerState {
    switch phase {
    case .closed: .closed
    case .open(let until): now < until ? .open : .halfOpen
    case .halfOpen: .halfOpen
    }
  }

  /// The state at `now` with its numbers.
  func status(of upstream: String, now: Timestamp) -> BreakerStatus {
    var failures = 0
    var openSeconds = 0
    switch phase {
    case .closed(let count): failures = count
    case .open(let until) where now < until: openSeconds = Self.wholeSeconds(until.since(now))
    case .open, .halfOpen: break
    }
    return BreakerStatus(
      upstream: upstream, state: state(at: now), failures: failures, openSeconds: openSeconds)
  }

  /// Asks to let a call through.
  public mutating func admit(now: Timestamp) -> BreakerAdmission {
    switch phase {
    case .closed:
      return .proceed(BreakerTicket(period: period, isProbe: false))
    case .open(let until):
      guard now >= until else { return .refuse(retryAfterSeconds: Self.wholeSeconds(until.since(now))) }
      enter(.halfOpen(probes: 1, successes: 0, lastProbeAt: now))
      return .proceed(BreakerTicket(period: period, isProbe: true))
    case .halfOpen(let probes, let successes, let lastProbeAt):
      if probes < settings.probesMax {
        phase = .halfOpen(probes: probes + 1, successes: successes, lastProbeAt: now)
        return .proceed(BreakerTicket(period: period, isProbe: true))
      }
      if now >= lastProbeAt.adding(settings.probeLease) {
        // All probes were lost: nothing says that the upstream is well.
        open(now: now)
        return .refuse(retryAfterSeconds: Self.wholeSeconds(settings.openFor))
      }
      // A probe is under way and will mostly answer soon.
      return .refuse(retryAfterSeconds: 1)
    }
  }

  /// Takes the report of an admitted call.
  ///
  /// - Returns: The state that was entered by it, or nil if nothing changed.
  public mutating func report(_ outcome: BreakerOutcome, of ticket: BreakerTicket, now: Timestamp)
    -> BreakerState?
  {
    guard ticket.period == period else { return nil }
    switch (phase, outcome) {
    case (.closed, .succeeded):
      phase = .closed(failures: 0)
    case (.closed(let failures), .failed) where failures + 1 < settings.failuresToOpen:
      phase = .closed(failures: failures + 1)
    case (.closed, .failed), (.halfOpen, .failed):
      open(now: now)
      return .open
    case (.halfOpen(let probes, let successes, let lastProbeAt), .succeeded):
      if successes + 1 >= settings.successesToClose {
        enter(.closed(failures: 0))
        return .closed
      }
      phase = .halfOpen(probes: max(0, probes - 1), successes: successes + 1, lastProbeAt: lastProbeAt)
    case (.halfOpen(let probes, let successes, let lastProbeAt), .abandoned):
      phase = .halfOpen(probes: max(0, probes - 1), successes: successes, lastProbeAt: lastProbeAt)
    case (.closed, .abandoned), (.open, _):
      break
    }
    return nil
  }

  private mutating func open(now: Timestamp) { enter(.open(until: now.adding(settings.openFor))) }

  private mutating func enter(_ next: Phase) {
    phase = next
    period &+= 1
  }

  private static func wholeSeconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return max(1, Int(clamping: seconds) &+ (attoseconds > 0 ? 1 : 0))
  }
}
