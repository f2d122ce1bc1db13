/// The upper bounds of a histogram's buckets, in nanoseconds, ascending.
public struct DurationBuckets: Sendable, Equatable {
  /// Inclusive upper bounds, in nanoseconds; `+Inf` is implied and not listed.
  public let bounds: [UInt64]

  /// - Parameter bounds: Upper bounds in nanoseconds. They are sorted, and doubles are dropped, because the
  ///   exposition format asks for ascending `le` values.
  public init(nanoseconds bounds: [UInt64]) {
    self.bounds = Set(bounds).sorted()
  }

  /// Work inside the process: 1 µs to 100 ms.
  public static let inProcess = Self(nanoseconds: [
    1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000,
    500_000, 1_000_000, 2_500_000, 10_000_000, 100_000_000,
  ])

  /// Work that waits for a network or a disk: 100 µs to 60 s.
  public static let overNetwork = Self(nanoseconds: [
    100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000,
    100_000_000, 250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000, 10_000_000_000, 60_000_000_000,
  ])

  /// The bucket that holds `value`: the first whose bound is not below it, or the one above all bounds.
  ///
  /// - Complexity: O(log n) in the number of bounds.
  func index(of value: UInt64) -> Int {
    var low = 0
    var high = bounds.count
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
