/// What an entry records.
public enum AuditEvent: String, Sendable, CaseIterable {
  /// The chain's verdict on a call.
  case decision
  /// How an allowed call ended.
  case outcome
  /// A new configuration, in force or refused.
  case reload
  /// An approval asked for, given, used or refused.
  case approval
  /// An operator changed something through the control plane: an identity, a secret.
  case change
  /// A tool whose definition differs from the registered one, or that is not registered.
  case drift
  /// The gateway began to serve.
  case start
  /// The gateway stopped on request.
  case stop
  /// The log was repaired at opening, or could be written again.
  case recovery
}

extension AuditEvent {
  /// The raw value as JSON.
  var encoded: StaticString {
    switch self {
    case .decision: #""decision""#
    case .outcome: #""outcome""#
    case .reload: #""reload""#
    case .approval: #""approval""#
    case .change: #""change""#
    case .drift: #""drift""#
    case .start: #""start""#
    case .stop: #""stop""#
    case .recovery: #""recovery""#
    }
  }
}
