import Testing

@testable import Telemetry

@Suite("Prometheus text") struct PrometheusTextTests {
  @Test func anEmptyRegistryExposesNothing() {
    #expect(MetricsRegistry().exposition().isEmpty)
  }

  @Test func countersAndGaugesAreReadBackWithTheirValues() throws {
    let registry = MetricsRegistry()
    let counter = registry.counter("agw_test_calls_total", "Calls.")
    let gauge = registry.gauge("agw_test_open_connections", "Connections.")
    counter.increment()
    counter.increment(by: 41)
    gauge.increment(by: 3)
    gauge.decrement(by: 5)
    let text = try ExpositionReader(registry.exposition())
    #expect(text.value("agw_test_calls_total") == "42")
    #expect(text.metric("agw_test_calls_total")?.type == "counter")
    #expect(text.metric("agw_test_calls_total")?.help == "Calls.")
    #expect(text.value("agw_test_open_connections") == "-2")
    #expect(text.metric("agw_test_open_connections")?.type == "gauge")
  }

  @Test func helpAndLabelValuesSurviveEscaping() throws {
    let registry = MetricsRegistry()
    let hostile = "a\"b\\c\nd{},=\u{e9} # HELP"
    let family = registry.counters(
      "agw_test_hostile_total", "Two\nlines, a \\ and a \".", label: "value", series: [hostile])
    family[hostile].increment()
    let text = try ExpositionReader(registry.exposition())
    #expect(text.metric("agw_test_hostile_total")?.help == "Two\nlines, a \\ and a \".")
    #expect(text.value("agw_test_hostile_total", ["value": hostile]) == "1")
  }

  @Test func histogramBucketsAreCumulativeAndInSeconds() throws {
    let registry = MetricsRegistry()
    let histogram = registry.histogram(
      "agw_test_duration_seconds", "Time.",
      buckets: DurationBuckets(nanoseconds: [2_500, 1_000, 1_000_000_000, 1_000]))
    for nanoseconds: UInt64 in [0, 1_000, 1_001, 2_500, 2_501, 2_000_000_000] {
      histogram.record(nanoseconds: nanoseconds)
    }
    let text = try ExpositionReader(registry.exposition())
    #expect(text.value("agw_test_duration_seconds_bucket", ["le": "0.000001"]) == "2")
    #expect(text.value("agw_test_duration_seconds_bucket", ["le": "0.0000025"]) == "4")
    #expect(text.value("agw_test_duration_seconds_bucket", ["le": "1"]) == "5")
    #expect(text.value("agw_test_duration_seconds_bucket", ["le": "+Inf"]) == "6")
    #expect(text.value("agw_test_duration_seconds_count") == "6")
    #expect(text.value("agw_test_duration_seconds_sum") == "2.000007002")
  }

  @Test func durationsAreRecordedAndNegativeOnesCountAsZero() {
    let histogram = Histogram(buckets: .inProcess)
    histogram.record(.microseconds(3))
    histogram.record(.seconds(-1))
    histogram.record(.seconds(Int64.max))
    #expect(histogram.count == 3)
    #expect(histogram.sumNanoseconds == 3_000 &+ UInt64.max)
  }

  @Test func secondsAreExactDecimals() {
    #expect(PrometheusText.seconds(0) == "0")
    #expect(PrometheusText.seconds(1) == "0.000000001")
    #expect(PrometheusText.seconds(1_500_000_000) == "1.5")
    #expect(PrometheusText.seconds(60_000_000_000) == "60")
    #expect(PrometheusText.seconds(.max) == "18446744073.709551615")
  }

  @Test func observedGaugesAreReadAtTheScrape() throws {
    let registry = MetricsRegistry()
    let source = Gauge()
    registry.observe("agw_test_lag_entries", "Lag.") { source.value }
    registry.observe("agw_test_lag_seconds", "Lag.", unit: .nanoseconds) { source.value }
    source.set(1_500_000_000)
    let text = try ExpositionReader(registry.exposition())
    #expect(text.value("agw_test_lag_entries") == "1500000000")
    #expect(text.value("agw_test_lag_seconds") == "1.5")
  }
}
