/// A declared metric: its name, what it means, and the instruments behind it.
struct Metric: Sendable {
  let name: String
  let help: String
  let content: MetricContent

  /// Whether the name and the labels fit the data model, and no label is one that the format keeps.
  ///
  /// - Source: Prometheus, "Data model": metric names `[a-zA-Z_:][a-zA-Z0-9_:]*`, label names
  ///   `[a-zA-Z_][a-zA-Z0-9_]*`, names beginning with `__` reserved. Colons are for recording rules.
  var hasValidNames: Bool {
    Self.isName(name) && content.labels.allSatisfy { Self.isName($0) && $0 != "le" && !$0.hasPrefix("__") }
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte) || byte == 0x5f
  }
}
