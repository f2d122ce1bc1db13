import Basics
import Sessions

/// Forgets what has been idle too long, so that tables hold the living only.
enum Sweep {
  static let interval = Duration.seconds(30)

  /// - Parameter monotonic: Monotonic nanoseconds.
  static func run(on loop: LoopState, now: Timestamp, monotonic: UInt64) {
    let runtime = loop.runtime
    runtime.riskSessions.sweep(now: now)
    runtime.limiter.sweep(now: now)
    runtime.tasks.sweep(now: now)
    runtime.doorway.flood.sweep(now: now)
    for session in runtime.sessions.sweep(now: monotonic) { SessionEnd.tell(session, on: loop) }
  }
}
