import Audit

/// Layer 4: a call that cannot be recorded does not happen.
///
/// The record itself is written by the exchange, for every request, also for those that an earlier layer refuses;
/// this layer stops calls while the log cannot take them.
struct AuditTrail: Layer {
  let name = LayerName.auditLog
  let log: AuditLog

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    log.failure == nil ? .proceed : .refuse(Self.denial)
  }

  static let denial = Denial(
    .auditUnavailable, "The audit log cannot be written, so nothing is let through.", retryAfterSeconds: 1)
}
