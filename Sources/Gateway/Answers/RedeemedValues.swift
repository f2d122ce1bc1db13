import Basics
import MCP
import Telemetry

/// Withholds the values of secrets that layer 13 put into the call: a server that repeats its arguments must not
/// show them to the agent.
struct RedeemedValues: AnswerLayer {
  /// Shorter values are too likely to stand in an answer by chance, in bytes.
  static let valueBytesMin = 8
  static let type = "SECRET"

  let limits: JSONLimits

  func review(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    let values = call.redeemed.map { $0.exposed() }.filter { $0.count >= Self.valueBytesMin }
    guard !values.isEmpty, let (bytes, count) = Self.withheld(values, in: message.document) else { return }
    message.redactions[Self.type, default: 0] += count
    for _ in 0..<count { loop.runtime.metrics.redactions[Self.type].increment() }
    try message.replace(with: bytes, limits: limits)
  }

  /// `document` without `values`, wherever they stand in a string or a key; nil if there is none of them.
  ///
  /// Strings are compared as they read, not as they are spelled, so escapes hide nothing; a value is also found
  /// where a string is itself JSON. Longer values go first, because one value may hold another.
  ///
  /// - Complexity: O(bytes of the strings × values).
  static func withheld(_ values: [[UInt8]], in document: JSONDocument) -> (bytes: [UInt8], count: Int)? {
    let ordered = values.flatMap(spellings).sorted { $0.count > $1.count }
    var output: [UInt8] = []
    var copied = 0
    var total = 0
    document.forEachString { node, _ in
      var text = Array(document.utf8(at: node))
      var found = 0
      for value in ordered { found += replace(value, in: &text) }
      guard found > 0 else { return }
      total += found
      let range = document.nodes[node].range
      output += document.bytes[copied..<range.lowerBound]
      JSONEscapes.appendEscaped(text, to: &output)
      copied = range.upperBound
    }
    guard total > 0 else { return nil }
    return (output + document.bytes[copied...], total)
  }

  private static func spellings(_ value: [UInt8]) -> [[UInt8]] {
    var escaped: [UInt8] = []
    JSONEscapes.appendEscaped(value, to: &escaped)
    return escaped == value ? [value] : [value, escaped]
  }

  private static func replace(_ value: [UInt8], in text: inout [UInt8]) -> Int {
    guard let first = value.first, text.count >= value.count else { return 0 }
    var output: [UInt8] = []
    var count = 0
    var at = 0
    while at < text.count {
      if text[at] == first, text[at...].starts(with: value) {
        output += "[REDACTED:\(type)]".utf8
        at += value.count
        count += 1
      } else {
        output.append(text[at])
        at += 1
      }
    }
    if count > 0 { text = output }
    return count
  }
}
