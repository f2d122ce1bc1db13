public import Telemetry

/// What a sink shows of itself.
public struct SinkMetrics: Sendable {
  /// Records that have arrived.
  public let delivered: Counter
  /// Attempts that failed.
  public let failures: Counter
  /// Records that the other end refused for good.
  public let rejected: Counter
  /// Durable entries that have not arrived.
  public let lag: Gauge
  /// 1 while deliveries fail.
  public let failing: Gauge

  public init(delivered: Counter, failures: Counter, rejected: Counter, lag: Gauge, failing: Gauge) {
    self.delivered = delivered
    self.failures = failures
    self.rejected = rejected
    self.lag = lag
    self.failing = failing
  }

  /// Instruments of every sink of a registry, by the sink's name.
  public static func declared(in registry: MetricsRegistry, sinks: [String]) -> [String: SinkMetrics] {
    let delivered = registry.counters(
      "agw_audit_sink_delivered_total", "Records that a sink has delivered.", label: "sink", series: sinks)
    let failures = registry.counters(
      "agw_audit_sink_failures_total", "Deliveries of a sink that failed.", label: "sink", series: sinks)
    let rejected = registry.counters(
      "agw_audit_sink_rejected_total", "Records that the other end refused for good.", label: "sink", series: sinks)
    let lag = registry.gauges(
      "agw_audit_sink_lag_entries", "Durable entries that a sink has not delivered.", label: "sink", series: sinks)
    let failing = registry.gauges(
      "agw_audit_sink_failing_state", "1 while the deliveries of a sink fail.", label: "sink", series: sinks)
    return Dictionary(
      uniqueKeysWithValues: Set(sinks).map { name in
        (
          name,
          SinkMetrics(
            delivered: delivered[name], failures: failures[name], rejected: rejected[name], lag: lag[name],
            failing: failing[name])
        )
      })
  }
}
