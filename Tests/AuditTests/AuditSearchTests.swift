import Basics
import Testing

@testable import Audit

@Suite("Audit search") struct AuditSearchTests {
  private let directory: TemporaryDirectory
  private let search: AuditSearch
  private static let callers = (0..<3).map { "spiffe://poc.local/agents/agent-\($0)" }

  /// 60 decisions by three callers in several segments; every fifth is refused.
  init() throws {
    directory = try TemporaryDirectory()
    search = AuditSearch(directory.log)
    for round in 0..<3 {
      let log = try AuditLog(directory.log, AuditLogOptions(segmentBytesMax: 20_000))
      for number in (round * 20)..<(round * 20 + 20) {
        var entry = AuditEntry.sample(number, caller: Self.callers[number % 3], tool: "tool_\(number % 4)")
        if number % 5 == 0 { (entry.decision, entry.code) = (.deny, "authz_policy_denied") }
        entry.sessionID = "session-\(number / 10)"
        entry.traceID = "trace-\(number)"
        // Text that looks like another caller's record, where a caller may put it.
        entry.arguments = Array(#"{"caller_id":"\#(Self.callers[(number + 1) % 3])","tool":"tool_9"}"#.utf8)
        _ = try log.append(entry)
      }
      try log.close()
    }
  }

  private func numbers(_ lines: [[UInt8]]) throws -> [Int] {
    try lines.map { line in
      let id = try JSONValue.parse(line)["decision_id"]?.stringValue ?? ""
      return (Int(id.suffix(12)) ?? 0) - 100_000_000_000
    }
  }

  private func found(_ change: (inout AuditFilter) -> Void) throws -> [Int] {
    var filter = AuditFilter()
    change(&filter)
    var lines: [[UInt8]] = []
    try search.forEach(filter) {
      lines.append($0); return true
    }
    let forward = try numbers(lines)
    // Both directions find the same.
    #expect(try numbers(search.last(1_000, filter)) == forward)
    return forward
  }

  @Test func everyFilterFindsWhatItNamesAndNothingElse() throws {
    #expect(try found { _ in } == Array(0..<60))
    #expect(try found { $0.caller = Self.callers[1] } == (0..<60).filter { $0 % 3 == 1 })
    #expect(try found { $0.caller = "spiffe://poc.local/agents/agent" } == [])
    #expect(try found { $0.tool = "tool_2" } == (0..<60).filter { $0 % 4 == 2 })
    #expect(try found { $0.tool = "tool_9" } == [])
    #expect(try found { $0.decision = .deny } == (0..<60).filter { $0 % 5 == 0 })
    #expect(try found { $0.code = "authz_policy_denied" } == (0..<60).filter { $0 % 5 == 0 })
    #expect(try found { $0.session = "session-3" } == Array(30..<40))
    #expect(try found { $0.trace = "trace-7" } == [7])
    #expect(try found { $0.decisionID = AuditEntry.sample(41).decisionID } == [41])
    #expect(try found { $0.event = .outcome } == [])
    #expect(
      try found {
        $0.event = .decision; $0.decision = .deny; $0.caller = Self.callers[0]
      } == [0, 15, 30, 45])
  }

  @Test func timesAreBoundedBelowInclusivelyAndAboveExclusively() throws {
    let time = { AuditEntry.sample($0).timestamp }
    #expect(try found { $0.since = time(50) } == Array(50..<60))
    #expect(try found { $0.until = time(3) } == [0, 1, 2])
    #expect(
      try found {
        $0.since = time(10); $0.until = time(12)
      } == [10, 11])
    #expect(try found { $0.since = time(60) } == [])
  }

  @Test func theLastEntriesComeOldestFirst() throws {
    #expect(try numbers(search.last(1)) == [59])
    #expect(try numbers(search.last(25)) == Array(35..<60))
    #expect(try search.last(0).isEmpty)
    var filter = AuditFilter()
    filter.decision = .deny
    #expect(try numbers(search.last(2, filter)) == [50, 55])
  }

  @Test func linesComeWholeAsTheyWereWritten() throws {
    let written = try directory.names().filter { $0.hasSuffix(".jsonl") }.flatMap { try directory.lines($0) }
      .filter { SegmentFooter(of: $0) == nil }
    #expect(written.count == 60)
    var read: [[UInt8]] = []
    try search.forEach(AuditFilter()) {
      read.append($0); return true
    }
    #expect(read == written)
  }

  @Test func theReaderIsStoppedWhereItsCallerHasEnough() throws {
    var count = 0
    try search.forEach(AuditFilter()) { _ in
      count += 1
      return count < 7
    }
    #expect(count == 7)
  }

  @Test func aTornLineIsNotGivenInEitherDirection() throws {
    try directory.write(try directory.bytes() + Array(#"{"sequence":61,"timestamp":"2"#.utf8))
    #expect(try found { _ in } == Array(0..<60))
  }

  @Test func aLogThatIsNotThereIsNamed() {
    #expect(throws: AuditError.noLog("")) { try AuditSearch(directory.path + "/no.jsonl").last(1) }
  }

  @Test func bothReadersAgreeOnAnyBytes() throws {
    // Lines of lengths around the limits, in an order that is the same in every run.
    let lengths = [
      0, 1, 2, 300, 65_535, 262_144, 262_143, AuditLimits.lineBytesMax, AuditLimits.lineBytesMax + 1, 5,
    ]
    for seed in 0..<12 {
      var bytes: [UInt8] = []
      for step in 0..<(seed % 5) {
        bytes += [UInt8](repeating: 0x61, count: lengths[(seed * 7 + step * 3) % lengths.count])
        if seed % 3 != 0 || step < 3 { bytes.append(0x0a) }
      }
      try directory.write(bytes, to: "any")
      let file = try ReadableFile(directory.path + "/any")
      var forward: [Int] = []
      var backward: [Int] = []
      try LineReader(file: file).forEachLine { line, kind in
        if kind == .whole { forward.append(line.count) }
        return true
      }
      try ReverseLineReader(file: file).forEachLine { line in
        backward.append(line.count)
        return true
      }
      #expect(forward == backward.reversed())
    }
  }

  @Test func aTextIsFoundWhereItFirstStands() {
    for (length, text) in [
      (0, "a"), (31, "ab"), (32, "a"), (33, "aba"), (64, "b"), (100, "aaab"), (97, "abcdefgh"),
    ] {
      for place in 0...max(0, length - text.utf8.count) {
        var bytes = [UInt8](repeating: 0x61, count: length)
        if length > 0 { bytes.replaceSubrange(place..<(place + text.utf8.count), with: text.utf8) }
        let expected = (0..<(length + 1)).first { bytes.dropFirst($0).starts(with: text.utf8) }
        #expect(bytes.withUnsafeBytes { ByteSearch(Array(text.utf8)).firstIndex(in: $0) } == expected)
      }
    }
    #expect([UInt8]().withUnsafeBytes { ByteSearch([]).firstIndex(in: $0) } == 0)
  }
}
