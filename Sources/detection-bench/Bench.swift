import Basics
import Detection

/// Runs samples, scan and bare pass in alternation, and keeps the median of each.
struct Bench {
  let engine: DetectionEngine
  private let scratch = ScanScratch()

  init(engine: DetectionEngine) { self.engine = engine }

  private static let rounds = 9
  /// Nanoseconds that one round of a sample should take.
  private static let roundNanoseconds = 4_000_000.0

  func run(_ sample: Sample, count: Int?) -> BenchResult {
    let document = sample.document
    var found = 0
    let once = time(1) { found = engine.scan(document, scratch: scratch).count }
    let repeats = count ?? max(1, min(20_000, Int(Self.roundNanoseconds / max(once, 50))))
    var scans: [Double] = []
    var bares: [Double] = []
    for _ in 0..<Self.rounds {
      scans.append(time(repeats) { _ = engine.scan(document, scratch: scratch) })
      bares.append(time(repeats) { _ = engine.bareMatches(in: document.bytes, scratch: scratch) })
    }
    return BenchResult(
      sample: sample, scan: Self.median(scans), bare: Self.median(bares), findings: found)
  }

  /// Nanoseconds per call.
  private func time(_ count: Int, _ body: () -> Void) -> Double {
    let start = MonotonicTime.now()
    for _ in 0..<count { body() }
    return Double(MonotonicTime.now() - start) / Double(count)
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
