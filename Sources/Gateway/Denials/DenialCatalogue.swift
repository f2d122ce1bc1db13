/// `docs/denial-codes.md`, made from the codes themselves so that it cannot fall behind.
public enum DenialCatalogue {
  /// The whole page, as Markdown.
  public static var markdown: String {
    var lines = introduction
    for layer in 0...14 {
      let codes = DenialCode.allCases.filter { $0.layer == layer }
      guard let first = codes.first else { continue }
      lines += ["", "## \(title(of: layer)) `\(first.layerName)`"]
      for code in codes { lines += section(code) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let introduction = [
    "# Denial codes",
    "",
    "Every refusal names one of these codes. Callers that read plain HTTP get the HTTP status and an object with",
    "`code`, `message`, `layer`, `layer_name`, `decision_id`, `trace_id`, `details`, `remediation` and `docs_url`.",
    "MCP clients (those that accept `application/json` and `text/event-stream`) get a JSON-RPC error that has",
    "that object as its `data`; it travels with the HTTP status given for MCP. Faults for which JSON-RPC or MCP",
    "has a code of its own, such as -32700 for JSON that cannot be read, carry that one.",
    "",
    "Where a refusal answers a known threat, its row names the risk of the OWASP Top 10 for Agentic Applications (2026)",
    "and the technique of MITRE ATLAS. Faults of transport and of parts that cannot answer name none: they are no sign of",
    "an attack.",
    "",
    "`decision_id` finds the record: `agw audit explain DECISION_ID`.",
    "",
    "This page is written by the program: `PRECINCT_WRITE_DOCS=1 swift test --filter DenialTests`.",
  ]

  private static func title(of layer: Int) -> String {
    switch layer {
    case 0: "Before the layers:"
    case 14: "The server and its answer:"
    default: "Layer \(layer):"
    }
  }

  private static func section(_ code: DenialCode) -> [String] {
    let denial = Denial(code, "")
    let mcp = code.statusForMCP(isRequest: true)
    var facts = "HTTP \(code.status) · MCP: HTTP \(mcp), error \(denial.jsonrpcCode)"
    if code.isCallersFault { facts += " · raises the risk score of the session" }
    return ["", "### \(code.rawValue)", "", facts, "", code.remediation] + threats(code)
  }

  private static func threats(_ code: DenialCode) -> [String] {
    guard let threats = DenialCode.threats[code], !threats.isEmpty else { return [] }
    var rows = ["", "| OWASP Agentic Top 10 | MITRE ATLAS |", "|---|---|"]
    let names = threats.owasp.map(\.title).joined(separator: ", ")
    let techniques = threats.atlas.map { "\($0.rawValue) \($0.title)" }.joined(separator: ", ")
    rows.append("| \(names.isEmpty ? "–" : names) | \(techniques.isEmpty ? "–" : techniques) |")
    return rows
  }
}
