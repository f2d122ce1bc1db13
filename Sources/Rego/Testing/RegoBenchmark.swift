public import Basics
internal import Dispatch

/// Measures a prepared query with one input.
public struct RegoBenchmark: Sendable {
  /// What was measured. Times are of single decisions, each the mean of a batch.
  public struct Result: Sendable {
    public var decisions: Int
    public var threads: Int
    /// Nanoseconds that half, and all but a hundredth, of the batches stay below.
    public var median: Double
    public var percentile99: Double
    /// Of all threads together.
    public var perSecond: Double

    public var json: JSONValue {
      [
        "decisions": .integer(decisions), "threads": .integer(threads), "p50_ns": RegoCoverage.number(median),
        "p99_ns": RegoCoverage.number(percentile99), "per_second": RegoCoverage.number(perSecond.rounded()),
      ]
    }
  }

  /// Decisions in a batch: so many that looking at the clock does not count.
  static let batchSize = 100

  private let query: PreparedQuery
  private let input: JSONValue
  private let limits: RegoLimits

  public init(_ query: PreparedQuery, input: JSONValue, limits: RegoLimits = RegoLimits()) {
    self.query = query
    self.input = input
    self.limits = limits
  }

  /// Evaluates once.
  ///
  /// - Returns: The value, or nil if the query is undefined.
  public func answer() throws(RegoError) -> JSONValue? {
    try query.evaluate(RegoInput(input), in: RegoContext(limits: limits))?.json
  }

  /// Takes `count` decisions (rounded up to whole batches) on each of `threads` threads. Blocking.
  public func run(count: Int, threads: Int = 1) throws(RegoError) -> Result {
    _ = try answer()
    let batches = max((count + Self.batchSize - 1) / Self.batchSize, 1)
    let recorder = Recorder()
    let start = MonotonicTime.now()
    DispatchQueue.concurrentPerform(iterations: max(threads, 1)) { _ in
      recorder.add(measure(batches))
    }
    let elapsed = Double(MonotonicTime.now() &- start)
    let times = recorder.times.sorted()
    let decisions = times.count * Self.batchSize
    return Result(
      decisions: decisions, threads: max(threads, 1), median: times[times.count / 2],
      percentile99: times[times.count * 99 / 100], perSecond: Double(decisions) / elapsed * 1e9)
  }

  /// Nanoseconds per decision of every batch on this thread, after a batch to warm up.
  private func measure(_ batches: Int) -> [Double] {
    let context = RegoContext(limits: limits)
    let input = RegoInput(input)
    var times: [Double] = []
    for batch in 0...batches {
      let start = MonotonicTime.now()
      for _ in 0..<Self.batchSize { _ = try? query.evaluate(input, in: context) }
      if batch > 0 { times.append(Double(MonotonicTime.now() &- start) / Double(Self.batchSize)) }
    }
    return times
  }
}
