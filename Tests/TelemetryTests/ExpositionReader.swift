/// Reads the text format 0.0.4 strictly, as a scraper would, and refuses whatever is out of place.
struct ExpositionReader {
  struct Problem: Error, Equatable { let line: Int; let what: String }

  struct Sample: Equatable {
    let name: String
    let labels: [[String]]
    let value: String

    func label(_ name: String) -> String? { labels.first { $0.first == name }?.last }
  }

  struct Metric {
    let name: String
    let help: String
    let type: String
    var samples: [Sample] = []
  }

  private(set) var metrics: [Metric] = []
  private var line = 0
  private var pendingHelp: (name: String, text: String)?

  init(_ bytes: [UInt8]) throws {
    guard bytes.last == 0x0a else { throw Problem(line: 0, what: "no line feed at the end") }
    for text in String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .dropLast() {
      line += 1
      try read(String(text))
    }
    for metric in metrics where metric.type == "histogram" { try checkHistogram(metric) }
  }

  func metric(_ name: String) -> Metric? { metrics.first { $0.name == name } }

  func value(_ name: String, _ labels: [String: String] = [:]) -> String? {
    metrics.lazy.flatMap(\.samples).first { sample in
      sample.name == name && Dictionary(uniqueKeysWithValues: sample.labels.map { ($0[0], $0[1]) }) == labels
    }?.value
  }

  private func problem(_ what: String) -> Problem { Problem(line: line, what: what) }

  private mutating func read(_ text: String) throws {
    if text.hasPrefix("# HELP ") {
      guard pendingHelp == nil else { throw problem("two HELP lines in a row") }
      let rest = text.dropFirst(7)
      guard let space = rest.firstIndex(of: " ") else { throw problem("HELP without text") }
      pendingHelp = (String(rest[..<space]), try unescaped(rest[rest.index(after: space)...], quotes: false))
    } else if text.hasPrefix("# TYPE ") {
      let parts = text.dropFirst(7).split(separator: " ").map(String.init)
      guard parts.count == 2, let help = pendingHelp, help.name == parts[0] else {
        throw problem("TYPE does not follow its HELP")
      }
      guard ["counter", "gauge", "histogram"].contains(parts[1]) else { throw problem("unknown type") }
      guard metric(parts[0]) == nil else { throw problem("declared twice") }
      metrics.append(Metric(name: parts[0], help: help.text, type: parts[1]))
      pendingHelp = nil
    } else {
      try readSample(text)
    }
  }

  private mutating func readSample(_ text: String) throws {
    guard var metric = metrics.popLast(), pendingHelp == nil else { throw problem("sample without TYPE") }
    var rest = text[...]
    let name = String(rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    rest = rest.dropFirst(name.count)
    let suffixes = metric.type == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
    guard suffixes.map({ metric.name + $0 }).contains(name) else { throw problem("foreign sample \(name)") }
    let labels = rest.first == "{" ? try readLabels(&rest) : []
    guard rest.first == " " else { throw problem("no space before the value") }
    let value = String(rest.dropFirst())
    guard Double(value) != nil else { throw problem("value \(value) is no number") }
    let sample = Sample(name: name, labels: labels, value: value)
    guard !metric.samples.contains(where: { $0.name == name && $0.labels == labels }) else {
      throw problem("sample given twice")
    }
    metric.samples.append(sample)
    metrics.append(metric)
  }

  private func readLabels(_ rest: inout Substring) throws -> [[String]] {
    var labels: [[String]] = []
    repeat {
      rest = rest.dropFirst()
      let name = String(rest.prefix { $0.isASCII && ($0.isLetter || $0 == "_") })
      rest = rest.dropFirst(name.count)
      guard rest.hasPrefix("=\""), !name.isEmpty else { throw problem("label without a value") }
      rest = rest.dropFirst(2)
      var raw = ""
      while let next = rest.first, next != "\"" {
        raw.append(next)
        rest = rest.dropFirst()
        if next == "\\", let escaped = rest.first {
          raw.append(escaped)
          rest = rest.dropFirst()
        }
      }
      guard rest.first == "\"" else { throw problem("label value without an end") }
      rest = rest.dropFirst()
      guard !labels.contains(where: { $0[0] == name }) else { throw problem("label given twice") }
      labels.append([name, try unescaped(raw[...], quotes: true)])
    } while rest.first == ","
    guard rest.first == "}" else { throw problem("labels without an end") }
    rest = rest.dropFirst()
    return labels
  }

  private func unescaped(_ text: Substring, quotes: Bool) throws -> String {
    var result = ""
    var rest = text
    while let next = rest.popFirst() {
      guard next == "\\" else {
        result.append(next)
        continue
      }
      switch rest.popFirst() {
      case "\\": result.append("\\")
      case "n": result.append("\n")
      case "\"" where quotes: result.append("\"")
      default: throw problem("unknown escape")
      }
    }
    return result
  }

  /// Buckets ascend in bound and in count, end with `+Inf`, and agree with `_count`; every series has all
  /// three.
  private func checkHistogram(_ metric: Metric) throws {
    let series = Dictionary(grouping: metric.samples) { sample in
      sample.labels.filter { $0[0] != "le" }.flatMap { $0 }.joined(separator: "\u{0}")
    }
    for samples in series.values {
      let buckets = samples.filter { $0.name == metric.name + "_bucket" }
      let bounds = buckets.compactMap { $0.label("le").flatMap { $0 == "+Inf" ? .infinity : Double($0) } }
      let counts = buckets.compactMap { UInt64($0.value) }
      guard bounds.count == buckets.count, counts.count == buckets.count, bounds.last == .infinity,
        zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }),
        zip(counts, counts.dropFirst()).allSatisfy({ $0 <= $1 }),
        let total = samples.first(where: { $0.name == metric.name + "_count" }),
        total.value == buckets.last?.value,
        samples.filter({ $0.name == metric.name + "_sum" }).count == 1
      else { throw problem("\(metric.name) is not a consistent histogram") }
    }
  }
}
