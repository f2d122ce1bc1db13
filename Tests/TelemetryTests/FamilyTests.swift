import Testing

@testable import Telemetry

@Suite("Metric families") struct FamilyTests {
  @Test func unknownValuesCountUnderOther() throws {
    let registry = MetricsRegistry()
    let family = registry.counters(
      "agw_test_requests_total", "Requests.", labels: ("method", "decision"),
      series: [("tools/call", "ALLOW"), ("tools/call", "DENY")])
    #expect(try ExpositionReader(registry.exposition()).metric("agw_test_requests_total")?.samples.count == 2)
    family["tools/call", "DENY"].increment()
    family["tools/call; drop table", "ALLOW"].increment()
    family["tools/call"].increment()
    let text = try ExpositionReader(registry.exposition())
    #expect(text.value("agw_test_requests_total", ["method": "tools/call", "decision": "ALLOW"]) == "0")
    #expect(text.value("agw_test_requests_total", ["method": "tools/call", "decision": "DENY"]) == "1")
    #expect(text.value("agw_test_requests_total", ["method": "other", "decision": "other"]) == "2")
  }

  @Test func registeringTwiceGivesTheSameSeries() {
    let family = MetricsRegistry().gauges("agw_test_state", "State.", label: "upstream")
    let first = family.register("a")
    #expect(family.register("a") === first)
    #expect(family["a"] === first)
    #expect(family["b"] === family.other)
    #expect(family["a", "b"] === family.other)
  }

  @Test func aFamilyStopsGrowingAtItsLimit() {
    let family = MetricsRegistry().counters("agw_test_total", "Total.", label: "n")
    for n in 0..<MetricsLimits.seriesPerFamilyMax { family.register("\(n)") }
    #expect(family.register("one more") === family.other)
    #expect(family.all.count == MetricsLimits.seriesPerFamilyMax + 1)
  }

  @Test func recordingFromManyThreadsLosesNothing() async {
    let counter = Counter()
    let histogram = Histogram(buckets: .overNetwork)
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for step in 0..<2_000 {
            counter.increment()
            histogram.record(nanoseconds: UInt64(task * step))
          }
        }
      }
    }
    #expect(counter.value == 16_000)
    #expect(histogram.count == 16_000)
  }

  @Test func everyValueFallsIntoTheFirstBucketThatHoldsIt() {
    for buckets in [DurationBuckets.inProcess, .overNetwork, DurationBuckets(nanoseconds: [])] {
      let edges = buckets.bounds.flatMap { [$0 - 1, $0, $0 + 1] } + [0, .max]
      let spread = (0..<200 as Range<UInt64>).map { ($0 &* 0x9e37_79b9_7f4a_7c15) >> ($0 % 64) }
      for value in edges + spread {
        let expected = buckets.bounds.firstIndex { value <= $0 } ?? buckets.bounds.count
        #expect(buckets.index(of: value) == expected)
      }
    }
  }
}
