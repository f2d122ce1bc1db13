import Basics

/// An entry in ArcSight's Common Event Format.
///
/// `CEF:0|Precinct|agw|1|CODE OR EVENT|NAME|SEVERITY|extension`. What has no key of its own in the dictionary stands in
/// labelled custom strings: cs1 tool, cs2 decision ID, cs3 trace, cs4 session, cs5 server, cs6 hash of the line before.
///
/// - Source: Micro Focus, Implementing ArcSight Common Event Format (CEF), version 25.
enum CEFText {
  static func text(of entry: EntryValues) -> [UInt8] {
    let header = [
      "CEF:0", "Precinct", "agw", "1", entry.text("code") ?? entry.event, name(entry), String(severity(entry)),
    ].map(escapedHeader).joined(separator: "|")
    return Array("\(header)|\(extensionText(entry))".utf8)
  }

  private static func name(_ entry: EntryValues) -> String {
    switch (entry.event, entry.isDenied) {
    case ("decision", true): "Call denied"
    case ("decision", false): "Call allowed"
    case ("outcome", true): "Answer withheld"
    case ("outcome", false): "Call ended"
    case (let event, _): "Gateway \(event)"
    }
  }

  /// 0 to 10.
  private static func severity(_ entry: EntryValues) -> Int {
    switch entry.event {
    case "decision", "outcome": entry.isDenied ? 6 : 1
    case "drift": 7
    case "recovery": 5
    default: 3
    }
  }

  private static func extensionText(_ entry: EntryValues) -> String {
    var fields: [(String, String)] = [
      ("rt", String(entry.milliseconds)), ("cat", entry.event), ("externalId", String(entry.sequence)),
    ]
    func add(_ key: String, _ value: String?) { if let value { fields.append((key, value)) } }
    add("act", entry.text("decision"))
    add("reason", entry.text("code"))
    add("suser", entry.text("caller_id"))
    add("requestMethod", entry.text("method"))
    add("outcome", entry.number("response_status").map(String.init))
    add("msg", entry.text("detail"))
    let custom = ["tool", "decision_id", "trace_id", "session_id", "upstream", "prev_hash"]
    for (position, key) in custom.enumerated() {
      guard let value = entry.text(key) else { continue }
      add("cs\(position + 1)", value)
      add("cs\(position + 1)Label", key)
    }
    if let duration = entry.number("duration_us") {
      add("cn1", String(duration))
      add("cn1Label", "duration_us")
    }
    if let risk = entry["risk_score"]?.doubleValue {
      add("cfp1", risk.description)
      add("cfp1Label", "risk_score")
    }
    return fields.map { "\($0)=\(escapedValue($1))" }.joined(separator: " ")
  }

  private static func escapedHeader(_ text: String) -> String {
    escaped(text) { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "|": "\\|"
      case "\n", "\r": " "
      default: nil
      }
    }
  }

  private static func escapedValue(_ text: String) -> String {
    escaped(text) { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "=": "\\="
      case "\n": "\\n"
      case "\r": "\\r"
      default: nil
      }
    }
  }

  private static func escaped(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let replacement = replacement(scalar) { result += replacement } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
