import Basics

extension AuditReport {
  /// A table of entries, one row each, for lines that ``AuditSearch`` gave. A line that is no JSON is left
  /// out.
  public static func table(_ lines: [[UInt8]]) -> String {
    var table = TextTable([
      "TIME", "SEQUENCE", "EVENT", "DECISION", "CODE", "TOOL", "METHOD", "CALLER", "DECISION ID",
    ])
    for line in lines {
      guard let record = try? JSONValue.parse(line, limits: recordLimits) else { continue }
      table.add([
        text(record["timestamp"]), text(record["sequence"]), text(record["event"]), text(record["decision"]),
        text(record["code"]), text(record["tool"]), text(record["method"]), text(record["caller_id"]),
        text(record["decision_id"]),
      ])
    }
    return table.text
  }

  /// The story of one call, told from its entries (``AuditSearch`` with ``AuditFilter/decisionID``): who
  /// asked for what, what each layer did and how long it took, and how it ended.
  public static func story(_ lines: [[UInt8]]) -> String {
    let records = lines.compactMap { try? JSONValue.parse($0, limits: recordLimits) }
    return records.map { record in
      (record["event"] == "decision" ? decision(record) : event(record))
    }.joined(separator: "\n")
  }

  private static func decision(_ record: JSONValue) -> String {
    let principal = record["principal"]
    var text = fields([
      ("decision", line(record, "decision", "code")),
      ("time", line(record, "timestamp")),
      ("caller", line(record, "caller_id")),
      (
        "known as",
        [principal?["kind"], principal?["auth_method"]].compactMap { $0?.stringValue }.joined(
          separator: " by ")
      ),
      ("asked for", line(record, "method", "tool")),
      ("upstream", line(record, "upstream")),
      ("session", line(record, "session_id")),
      ("trace", line(record, "trace_id")),
      ("risk score", line(record, "risk_score")),
      ("decided by", line(record, "policy_rule")),
      ("policies", line(record, "bundle_digest")),
      ("registry", line(record, "registry_digest")),
      ("arguments", record["arguments"]?.text ?? line(record, "arguments_digest")),
      ("detail", line(record, "detail")),
    ])
    var table = TextTable(["LAYER", "NAME", "RESULT", "TIME"])
    for layer in record["layers_traversed"]?.arrayValue ?? [] {
      table.add([
        self.text(layer["layer"]), self.text(layer["name"]), self.text(layer["result"]),
        "\(self.text(layer["duration_us"])) µs",
      ])
    }
    text += "\n" + table.text
    return text
  }

  private static func event(_ record: JSONValue) -> String {
    fields([
      (text(record["event"]), line(record, "decision", "code")),
      ("time", line(record, "timestamp")),
      ("status", line(record, "response_status")),
      ("duration", record["duration_us"]?.intValue.map { "\($0) µs" } ?? ""),
      ("redactions", redactions(record)),
      ("detail", line(record, "detail")),
    ])
  }

  private static func redactions(_ record: JSONValue) -> String {
    (record["redactions"]?.arrayValue ?? []).map { "\(text($0["type"])) × \(text($0["count"]))" }
      .joined(separator: ", ")
  }

  /// Names and values under each other; what has no value is left out.
  private static func fields(_ fields: [(name: String, value: String)]) -> String {
    fields.filter { !$0.value.isEmpty }.map { name, value in
      name + String(repeating: " ", count: max(1, 12 - name.count)) + PlainText.visible(value) + "\n"
    }.joined()
  }

  private static func line(_ record: JSONValue, _ keys: String...) -> String {
    keys.map { text(record[$0]) }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    default: ""
    }
  }

  /// Deeper than an entry's arguments may be, by what surrounds them.
  private static let recordLimits = JSONLimits(depthMax: JSONLimits.depthMaxDefault + 8)
}
