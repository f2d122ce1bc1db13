/// How a call ended.
enum Outcome: Sendable {
  /// A layer, or the gateway before the upstream leg, refused it.
  case refused(DenialCode)
  /// The upstream answered. `isFailure` counts against its circuit breaker.
  case answered(status: Int, isFailure: Bool)
  /// The upstream gave no answer.
  case failed(UpstreamFailure)
  /// The client went away first.
  case abandoned
}
