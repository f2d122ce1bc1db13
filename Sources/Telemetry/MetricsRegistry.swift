import Synchronization

/// Everything that the process exposes, in the order of declaration.
///
/// Instruments are declared once, at start-up, in one place (``GatewayMetrics``); the registry hands out the
/// handles and writes the exposition. Names are `agw_<area>_<what>_<unit|total>`. A name that is not valid
/// or is declared twice is a mistake in the source and stops the process at start-up.
public final class MetricsRegistry: Sendable {
  private let metrics = Mutex<[Metric]>([])

  public init() {}

  public func counter(_ name: String, _ help: String) -> Counter {
    let counter = Counter()
    declare(name, help, .counter(counter))
    return counter
  }

  public func counters(
    _ name: String, _ help: String, label: String, series: [String] = []
  ) -> Family<Counter> {
    declare(name, help, Family(label, series: series) { Counter() })
  }

  public func counters(
    _ name: String, _ help: String, labels: (String, String), series: [(String, String)] = []
  ) -> Family<Counter> {
    declare(name, help, Family(labels.0, labels.1, series: series) { Counter() })
  }

  public func gauge(_ name: String, _ help: String) -> Gauge {
    let gauge = Gauge()
    declare(name, help, .gauge(gauge))
    return gauge
  }

  public func gauges(
    _ name: String, _ help: String, label: String, series: [String] = []
  ) -> Family<Gauge> {
    declare(name, help, Family(label, series: series) { Gauge() })
  }

  /// A gauge that is read when it is scraped; `read` answers from any thread, at once.
  public func observe(
    _ name: String, _ help: String, unit: ObservedUnit = .count, read: @escaping @Sendable () -> Int64
  ) {
    declare(name, help, .observed(unit, read))
  }

  public func histogram(_ name: String, _ help: String, buckets: DurationBuckets) -> Histogram {
    let histogram = Histogram(buckets: buckets)
    declare(name, help, .histogram(histogram))
    return histogram
  }

  public func histograms(
    _ name: String, _ help: String, buckets: DurationBuckets, label: String, series: [String] = []
  ) -> Family<Histogram> {
    declare(name, help, Family(label, series: series) { Histogram(buckets: buckets) })
  }

  /// The whole exposition, for the body of `/metrics`; see ``PrometheusText``.
  ///
  /// - Complexity: O(n) in the number of series; holds no lock that recording takes.
  public func exposition() -> [UInt8] {
    var text = PrometheusText()
    for metric in metrics.withLock({ $0 }) { text.write(metric) }
    return text.bytes
  }

  private func declare(_ name: String, _ help: String, _ family: Family<Counter>) -> Family<Counter> {
    declare(name, help, .counters(family))
    return family
  }

  private func declare(_ name: String, _ help: String, _ family: Family<Gauge>) -> Family<Gauge> {
    declare(name, help, .gauges(family))
    return family
  }

  private func declare(_ name: String, _ help: String, _ family: Family<Histogram>) -> Family<Histogram> {
    declare(name, help, .histograms(family))
    return family
  }

  private func declare(_ name: String, _ help: String, _ content: MetricContent) {
    let metric = Metric(name: name, help: help, content: content)
    precondition(metric.hasValidNames, "\(name) or one of its labels is not a valid metric name")
    metrics.withLock { metrics in
      precondition(!metrics.contains { $0.name == name }, "\(name) is declared twice")
      metrics.append(metric)
    }
  }
}
