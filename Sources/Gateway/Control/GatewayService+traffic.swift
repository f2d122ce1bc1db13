public import Basics
public import Sessions
import Settings

extension GatewayService {
  /// The callers that have used some of their rate.
  public func rateLimits(now: Timestamp) -> [RateLimitStatus] {
    let settings = configuration.rateLimit
    let general = RateLimit(perMinute: settings.requestsPerMinute, burst: settings.burst)
    let tools = settings.tools.mapValues { RateLimit(perMinute: $0.requestsPerMinute, burst: $0.burst) }
    return runtime.limiter.statuses(now: now) { key in
      // A SPIFFE ID holds no space, so what follows one is a tool.
      guard let space = key.utf8.firstIndex(of: UInt8(ascii: " ")) else { return general }
      return tools[String(key[key.index(after: space)...])] ?? general
    }
  }

  /// The breaker of every upstream; closed where nothing was sent yet.
  public func breakers(now: Timestamp) -> [BreakerStatus] {
    let known = Dictionary(runtime.breakers.statuses(now: now).map { ($0.upstream, $0) }) { first, _ in first }
    return runtime.snapshot.servers.all.map { known[$0.name] ?? BreakerStatus(unused: $0.name) }
  }
}
