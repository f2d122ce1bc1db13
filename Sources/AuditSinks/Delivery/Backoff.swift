/// Pauses between attempts that fail: each twice as long as the one before, a random part of it, up to a bound.
struct Backoff: Sendable {
  private let max: Duration
  private var next = SinkLimits.backoffFirst

  init(max: Duration) { self.max = max }

  /// The pause after another failure: what the other end asked for, but never more than the bound.
  mutating func pause(asked: Duration?, random: Double = .random(in: 0.5...1)) -> Duration {
    defer { next = min(max, next * 2) }
    if let asked { return min(max, Swift.max(asked, .zero)) }
    return min(max, next) * random
  }

  mutating func reset() { next = SinkLimits.backoffFirst }
}
