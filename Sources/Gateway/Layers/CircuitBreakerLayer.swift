import Basics
import Sessions

/// Layer 12: a server that fails is left alone for a while, one circuit for each.
struct CircuitBreakerLayer: Layer {
  let name = LayerName.circuitBreaker
  let board: BreakerBoard

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard let server = call.server else { return .skip }
    switch board.admit(server.name, now: call.receivedAt) {
    case .proceed(let ticket):
      call.breakerTicket = ticket
      return .proceed
    case .refuse(let seconds):
      return .refuse(
        Denial(
          .breakerOpen, "The server behind the gateway is failing and gets no calls for now.",
          details: ["retry_after_seconds": .integer(seconds)], retryAfterSeconds: seconds))
    }
  }

  func settle(_ call: Call, _ outcome: Outcome) {
    guard let server = call.server, let ticket = call.breakerTicket else { return }
    board.report(Self.report(outcome), of: ticket, upstream: server.name, now: .now())
  }

  /// Only what the server itself did wrong counts against it.
  private static func report(_ outcome: Outcome) -> BreakerOutcome {
    switch outcome {
    case .refused, .abandoned, .failed(.overloaded): .abandoned
    case .answered(_, let isFailure): isFailure ? .failed : .succeeded
    case .failed: .failed
    }
  }
}
