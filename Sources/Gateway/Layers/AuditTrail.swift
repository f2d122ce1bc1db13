import Audit
import Identity
import NIOCore
import SPIFFE

/// Layer 4: a call that cannot be recorded does not happen.
///
/// The record itself is written by the exchange, for every request, also for those that an earlier layer refuses;
/// this layer stops calls while the log cannot take them, and finds the key under which the caller's personal fields
/// are written.
struct AuditTrail: Layer {
  let name = LayerName.auditLog
  let log: AuditLog
  /// Nil if nobody's entries are sealed.
  var subjects: SubjectSealing?

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard log.failure == nil else { return .refuse(Self.denial) }
    guard let subjects, let principal = call.principal, subjects.concerns(principal.kind) else { return .proceed }
    if let seal = subjects.vault.cached(principal.id.text) {
      call.seal = seal
      return .proceed
    }
    return .later(
      subjects.seal(for: principal.id.text, on: loop.eventLoop).map { seal in
        { @Sendable call in
          call.seal = seal
          return .proceed
        }
      })
  }

  static let denial = Denial(
    .auditUnavailable, "The audit log cannot be written, so nothing is let through.", retryAfterSeconds: 1)
}
