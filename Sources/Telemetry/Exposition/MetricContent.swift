/// The instruments of one metric.
enum MetricContent: Sendable {
  case counter(Counter)
  case counters(Family<Counter>)
  case gauge(Gauge)
  case gauges(Family<Gauge>)
  case observed(ObservedUnit, @Sendable () -> Int64)
  case histogram(Histogram)
  case histograms(Family<Histogram>)

  /// What stands in the `# TYPE` line.
  var type: String {
    switch self {
    case .counter, .counters: "counter"
    case .gauge, .gauges, .observed: "gauge"
    case .histogram, .histograms: "histogram"
    }
  }

  var labels: [String] {
    switch self {
    case .counter, .gauge, .observed, .histogram: []
    case .counters(let family): family.labels
    case .gauges(let family): family.labels
    case .histograms(let family): family.labels
    }
  }
}
