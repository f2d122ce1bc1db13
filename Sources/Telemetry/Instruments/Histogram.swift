import Synchronization

/// How long something took, counted in fixed buckets.
///
/// Durations are recorded in nanoseconds and exposed in seconds. Recording is a short search and two
/// relaxed atomic additions, without lock or allocation, from any thread. The exposed count is the sum of
/// the buckets, so a scrape that falls between two additions still shows a consistent histogram; `_sum`
/// may then be one observation ahead or behind.
public final class Histogram: Sendable {
  public let buckets: DurationBuckets
  /// One cell a bound, and one for what lies above the last bound.
  private let cells: [Counter]
  private let sum = Atomic<UInt64>(0)

  /// Made by a registry or a family, so that every histogram is exposed.
  init(buckets: DurationBuckets) {
    self.buckets = buckets
    cells = (0...buckets.bounds.count).map { _ in Counter() }
  }

  public var count: UInt64 { cells.reduce(0) { $0 &+ $1.value } }
  public var sumNanoseconds: UInt64 { sum.load(ordering: .relaxed) }

  public func record(nanoseconds: UInt64) {
    cells[buckets.index(of: nanoseconds)].increment()
    sum.wrappingAdd(nanoseconds, ordering: .relaxed)
  }

  /// Records a duration; a negative one, as a clock that stepped back gives, counts as zero.
  public func record(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    guard seconds >= 0, attoseconds >= 0 else { return record(nanoseconds: 0) }
    let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    record(nanoseconds: overflow ? .max : whole &+ UInt64(attoseconds / 1_000_000_000))
  }

  /// The observations in each bucket, the last entry being those above the last bound; not cumulative.
  var counts: [UInt64] { cells.map(\.value) }
}
