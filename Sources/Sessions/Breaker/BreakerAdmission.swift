/// Whether a circuit lets a call through.
public enum BreakerAdmission: Sendable, Equatable {
  /// The call may go on and must report once: success, failure, or abandoned.
  case proceed(BreakerTicket)
  /// The call is refused. The time after which another attempt makes sense, in whole seconds, at least one.
  case refuse(retryAfterSeconds: Int)
}
