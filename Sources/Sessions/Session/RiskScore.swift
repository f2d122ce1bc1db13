public import Basics

/// A score of 0…100 that falls by itself, one point every ``RiskPoints/decayInterval``.
public struct RiskScore: Sendable {
  /// The score at `countedAt`.
  private var points: Int
  private var countedAt: Timestamp

  init(_ points: Int = 0, startingAt now: Timestamp) {
    self.points = min(max(0, points), RiskPoints.scoreMax)
    countedAt = now
  }

  /// The score at `now`. A clock that goes backwards takes nothing away.
  public func value(at now: Timestamp) -> Int {
    max(0, points - Self.intervals(from: countedAt, to: now))
  }

  /// Adds points, but not beyond `ceiling`; a score that is above it already stays as it is.
  mutating func add(_ more: Int, ceiling: Int = RiskPoints.scoreMax, now: Timestamp) {
    let elapsed = Self.intervals(from: countedAt, to: now)
    points = max(0, points - elapsed)
    // The rest of a started interval is kept, or frequent small additions would stop the decay.
    countedAt = points == 0 ? max(countedAt, now) : countedAt.adding(RiskPoints.decayInterval * elapsed)
    guard more > 0, points < ceiling else { return }
    points = min(ceiling, points + min(more, RiskPoints.scoreMax))
  }

  /// Rises to `points` if it is lower.
  mutating func raise(to points: Int, now: Timestamp) { add(points - value(at: now), now: now) }

  private static func intervals(from start: Timestamp, to now: Timestamp) -> Int {
    let passed = max(
      0, now.since(start).nanosecondsSaturating / RiskPoints.decayInterval.nanosecondsSaturating)
    return Int(min(passed, Int64(RiskPoints.scoreMax)))
  }
}
