import Basics
import Identity
import Registry
import SPIFFE
import Sessions

/// Layer 11: a token bucket for each caller, and one for each caller and tool where that is configured.
struct RateLimitLayer: Layer {
  let name = LayerName.rateLimit
  let limiter: RateLimiter
  let limit: RateLimit
  /// Limits of single tools, by name; they come on top.
  let perTool: [String: RateLimit]

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard let principal = call.principal?.id.text else { return .skip }
    let verdict = limiter.take(principal, limit: limit, now: call.receivedAt)
    call.rate = verdict
    guard verdict.isAllowed else { return .refuse(Self.denial(verdict)) }
    guard let tool = call.tool?.name, let limit = perTool[tool] else { return .proceed }
    let own = limiter.take("\(principal) \(tool)", limit: limit, now: call.receivedAt)
    guard own.isAllowed else {
      call.rate = own
      return .refuse(Self.denial(own))
    }
    return .proceed
  }

  private static func denial(_ verdict: RateLimitVerdict) -> Denial {
    Denial(
      .rateLimited, "This caller has used up its calls for now.",
      details: ["limit": .integer(verdict.limit), "retry_after_seconds": .integer(verdict.retryAfterSeconds ?? 1)],
      retryAfterSeconds: verdict.retryAfterSeconds ?? 1)
  }
}
