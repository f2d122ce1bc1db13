import Basics
import Testing

@testable import Audit

@Suite("Audit report") struct AuditReportTests {
  private func lines(_ entries: [AuditEntry]) throws -> [[UInt8]] {
    let directory = try TemporaryDirectory()
    let log = try AuditLog(directory.log)
    for entry in entries { _ = try log.append(entry) }
    try log.close()
    return try AuditSearch(directory.log).last(entries.count)
  }

  @Test func anIntactLogIsToldInWordsAndInJSON() throws {
    let directory = try TemporaryDirectory()
    let log = try AuditLog(directory.log)
    for number in 0..<3 { _ = try log.append(.sample(number)) }
    try log.close()
    let result = try AuditVerifier(directory.log).verify()
    let text = AuditReport.text(result, of: directory.log)
    #expect(text.hasPrefix("INTACT  \(directory.log)\n  entries 1 to 3, \(result.bytes) bytes in 1 files\n"))
    #expect(text.contains("the head file covers entry 3"))
    let json = try JSONValue.parse(AuditReport.json(result, of: directory.log))
    #expect(
      json["intact"] == true && json["entries"] == 3 && json["head_sequence"] == 3 && json["damage"] == .null)
    #expect(json["last_hash"]?.stringValue == result.lastHash)
  }

  @Test func damageIsNamedInWordsAndInJSON() throws {
    let directory = try TemporaryDirectory()
    let log = try AuditLog(directory.log)
    for number in 0..<5 { _ = try log.append(.sample(number)) }
    try log.close()
    var lines = try directory.lines()
    lines.removeSubrange(1...2)
    try directory.write(Array(lines.map { $0 + [0x0a] }.joined()))
    let result = try AuditVerifier(directory.log).verify()
    let text = AuditReport.text(result, of: directory.log)
    #expect(
      text.hasPrefix("DAMAGED  \(directory.log)\n  removed: entries 2 to 3, line 2 of \(directory.log)\n"))
    #expect(text.contains("before it, entries 1 to 1 are as they were written"))
    let json = try JSONValue.parse(AuditReport.json(result, of: directory.log))
    #expect(json["intact"] == false)
    #expect(json["damage"]?["kind"] == "removed" && json["damage"]?["line"] == 2)
    #expect(json["damage"]?["first_sequence"] == 2 && json["damage"]?["last_sequence"] == 3)
  }

  @Test func entriesMakeATableWithOneRowEach() throws {
    let text = AuditReport.table(
      try lines([.sample(1), .sample(2, tool: "bash", decision: .deny, code: "authz_policy_denied")]))
    let rows = text.split(separator: "\n")
    #expect(rows.count == 3)
    #expect(rows[0].hasPrefix("TIME  ") && rows[0].hasSuffix("DECISION ID"))
    #expect(rows[2].contains("DENY      authz_policy_denied  bash "))
  }

  @Test func hostileValuesStayInTheirCell() throws {
    let hostile = "bash\u{1b}[2J\n2026-11-21 ALLOW \u{202e}evil\u{9b}31m" + String(repeating: "x", count: 200)
    let lines = try lines([.sample(1, caller: hostile, tool: hostile)])
    for text in [AuditReport.table(lines), AuditReport.story(lines)] {
      #expect(
        !text.unicodeScalars.contains {
          $0.value < 0x20 && $0 != "\n" || $0.value == 0x9b || $0.value == 0x202e
        })
    }
    #expect(AuditReport.table(lines).split(separator: "\n").count == 2)
  }

  @Test func theStoryOfACallNamesEveryLayer() throws {
    var decision = AuditEntry.sample(tool: "bash", decision: .deny, code: "authz_policy_denied")
    decision.layers = Array(decision.layers.prefix(6))
    decision.layers[5].result = .deny
    decision.policyRule = "mcp.authz.deny"
    var outcome = AuditEntry(timestamp: decision.timestamp, event: .outcome)
    outcome.decisionID = decision.decisionID
    outcome.responseStatus = 403
    outcome.redactions = [AuditRedaction(type: "EMAIL", count: 2)]
    outcome.durationMicroseconds = 99
    let text = AuditReport.story(try lines([decision, outcome]))
    for part in [
      "decision    DENY authz_policy_denied\n", "caller      spiffe://poc.local/",
      "known as    agent by mtls_svid\n",
      "asked for   tools/call bash\n", "risk score  0.25\n", "6      opa_policy          deny    15 µs\n",
      "decided by  mcp.authz.deny\n", "status      403\n", "duration    99 µs\n", "redactions  EMAIL × 2\n",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }
}
