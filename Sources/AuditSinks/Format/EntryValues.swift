import Basics

/// An entry's values, read from its line for another format.
struct EntryValues {
  private let record: JSONValue

  /// Deeper than an entry's arguments may be, by what surrounds them.
  private static let limits = JSONLimits(depthMax: JSONLimits.depthMaxDefault + 8)

  /// Nil if the line is no JSON object.
  init?(_ line: [UInt8]) {
    guard let record = try? JSONValue.parse(line, limits: Self.limits), record.objectValue != nil else { return nil }
    self.record = record
  }

  subscript(key: String) -> JSONValue? {
    guard let value = record[key], value != .null else { return nil }
    return value
  }

  /// A text that is there and not empty.
  func text(_ key: String) -> String? { self[key]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
  func number(_ key: String) -> Int? { self[key]?.intValue }

  var event: String { text("event") ?? "unknown" }
  var sequence: Int { number("sequence") ?? 0 }
  var isDenied: Bool { text("decision") == "DENY" }
  /// Whether it is about a call.
  var isCall: Bool { event == "decision" || event == "outcome" }
  /// Milliseconds since 1970.
  var milliseconds: Int64 {
    (text("timestamp").flatMap { Timestamp(rfc3339: $0) }?.nanoseconds ?? 0) / 1_000_000
  }
}
