/// Writes metrics in the Prometheus text exposition format, version 0.0.4.
///
/// Registered series are always written, also at zero, so that a rate has its beginning; the series `other`
/// of a family is written once something was counted there.
///
/// - Source: Prometheus, "Exposition formats", text-based format 0.0.4.
public struct PrometheusText {
  /// The value of `Content-Type` for this format.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var bytes: [UInt8] = []

  mutating func write(_ metric: Metric) {
    writeHead(metric)
    switch metric.content {
    case .counter(let counter): writeSample(metric.name, [], [], "\(counter.value)")
    case .counters(let family):
      for (values, counter) in family.all where counter !== family.other || counter.value > 0 {
        writeSample(metric.name, family.labels, values, "\(counter.value)")
      }
    case .gauge(let gauge): writeSample(metric.name, [], [], "\(gauge.value)")
    case .gauges(let family):
      for (values, gauge) in family.all where gauge !== family.other || gauge.value != 0 {
        writeSample(metric.name, family.labels, values, "\(gauge.value)")
      }
    case .observed(.count, let read): writeSample(metric.name, [], [], "\(read())")
    case .observed(.nanoseconds, let read):
      writeSample(metric.name, [], [], Self.seconds(UInt64(clamping: read())))
    case .histogram(let histogram): write(histogram, metric.name, [], [])
    case .histograms(let family):
      for (values, histogram) in family.all where histogram !== family.other || histogram.count > 0 {
        write(histogram, metric.name, family.labels, values)
      }
    }
  }

  /// Buckets are cumulative in the format and single in the instrument.
  private mutating func write(
    _ histogram: Histogram, _ name: String, _ labels: [String], _ values: [String]
  ) {
    let bounds = histogram.buckets.bounds.map(Self.seconds) + ["+Inf"]
    var total: UInt64 = 0
    for (bound, count) in zip(bounds, histogram.counts) {
      total &+= count
      writeSample(name + "_bucket", labels + ["le"], values + [bound], "\(total)")
    }
    writeSample(name + "_sum", labels, values, Self.seconds(histogram.sumNanoseconds))
    writeSample(name + "_count", labels, values, "\(total)")
  }

  private mutating func writeHead(_ metric: Metric) {
    put("# HELP \(metric.name) ")
    putEscaped(metric.help, quotes: false)
    put("\n# TYPE \(metric.name) \(metric.content.type)\n")
  }

  private mutating func writeSample(
    _ name: String, _ labels: [String], _ values: [String], _ number: String
  ) {
    put(name)
    var opening = "{"
    for (label, value) in zip(labels, values) {
      put("\(opening)\(label)=\"")
      putEscaped(value, quotes: true)
      put("\"")
      opening = ","
    }
    put(labels.isEmpty ? " " : "} ")
    put(number)
    put("\n")
  }

  /// Backslash and line feed are escaped everywhere, the quotation mark in label values only.
  private mutating func putEscaped(_ text: String, quotes: Bool) {
    for byte in text.utf8 {
      switch byte {
      case 0x5c: put("\\\\")
      case 0x0a: put("\\n")
      case 0x22 where quotes: put("\\\"")
      default: bytes.append(byte)
      }
    }
  }

  private mutating func put(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Nanoseconds as exact decimal seconds, without an exponent or trailing zeros.
  static func seconds(_ nanoseconds: UInt64) -> String {
    let (whole, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    guard fraction > 0 else { return "\(whole)" }
    var digits = "\(fraction)"
    digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)"
  }
}
