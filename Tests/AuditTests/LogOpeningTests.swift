import Basics
import Testing

@testable import Audit

@Suite("Opening a log") struct LogOpeningTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func append(_ count: Int, _ options: AuditLogOptions = AuditLogOptions()) throws -> AuditLog {
    let log = try AuditLog(directory.log, options)
    for number in 0..<count { _ = try log.append(.sample(number)) }
    try log.close()
    return log
  }

  @Test func aLineTornAtAnyByteIsKeptAsideAndTheChainGoesOn() throws {
    _ = try append(3)
    try directory.remove("audit.head")
    let whole = try directory.bytes()
    let two = try directory.lines().prefix(2).reduce(0) { $0 + $1.count + 1 }
    for cut in stride(from: two + 1, to: whole.count, by: 97) + [whole.count - 1] {
      try directory.write(Array(whole[..<cut]))
      let log = try append(1)
      let recovery = try #require(log.recovery)
      #expect(recovery.sequence == 2 && recovery.tornBytes == cut - two)
      #expect(try directory.bytes("audit.jsonl.torn") == Array(whole[two..<cut]) + [0x0a])
      let result = try AuditVerifier(directory.log).verify()
      #expect(result.isIntact && result.entries == 3 && result.tornBytes == 0)
      try directory.remove("audit.jsonl.torn")
      try directory.remove("audit.head")
    }
  }

  @Test func aLogOfOnlyATornLineBeginsAnew() throws {
    try directory.write(Array(#"{"sequence":1,"#.utf8))
    let log = try append(2)
    #expect(log.openedAfter == 0 && log.recovery?.tornBytes == 14)
    #expect(try AuditVerifier(directory.log).verify().entries == 2)
  }

  @Test func aTornLineLongerThanABlockIsFound() throws {
    _ = try append(1)
    let whole = try directory.bytes()
    try directory.write(whole + [UInt8](repeating: 0, count: 300_000))
    #expect(try append(1).recovery?.tornBytes == 300_000)
    #expect(try AuditVerifier(directory.log).verify().entries == 2)
  }

  @Test func anEndThatIsNoAuditLineIsNotContinued() throws {
    for text in ["\n", "hello\n", "{\"sequence\":1}\n", "[1]\n[2]\n"] {
      try directory.write(Array(text.utf8))
      #expect(throws: AuditError.damagedTail("")) { try AuditLog(directory.log) }
      #expect(try directory.bytes() == Array(text.utf8))
    }
  }

  @Test func aLogThatLostDurableEntriesIsNotContinued() throws {
    _ = try append(5)
    let lines = try directory.lines()
    try directory.write(Array(lines[..<3].map { $0 + [0x0a] }.joined()))
    let error = #expect(throws: AuditError.self) { try AuditLog(directory.log) }
    #expect(error?.code == .truncated)
    #expect(error?.message.contains("ends with entry 3") == true)
    #expect(error?.message.contains("entry 5 was durable") == true)
    try directory.remove("audit.jsonl")
    #expect(#expect(throws: AuditError.self) { try AuditLog(directory.log) }?.code == .truncated)
  }

  @Test func aRefusalToOpenGivesTheLockBack() throws {
    try directory.write(Array("damaged\n".utf8))
    #expect(throws: AuditError.damagedTail("")) { try AuditLog(directory.log) }
    try directory.remove("audit.jsonl")
    try AuditLog(directory.log).close()
  }

  @Test func aHeadThatIsNoHeadIsNamed() throws {
    for text in ["", "{}", #"{"sequence":-1,"hash":"00"}"#, #"{"sequence":1,"hash":"zz"}"#] {
      try directory.write(Array(text.utf8), to: "audit.head")
      #expect(#expect(throws: AuditError.self) { try AuditLog(directory.log) }?.code == .damaged)
    }
  }

  @Test func aProcessThatStoppedBetweenTwoSegmentsGoesOn() throws {
    let options = AuditLogOptions(segmentBytesMax: 1_000)
    // One segment, however many commits the two entries take.
    _ = try append(2, AuditLogOptions())
    // As a crash leaves it after the rename, before the new segment was made.
    try directory.write(try directory.bytes(), to: "audit-00000000000000000001.jsonl")
    try directory.remove("audit.jsonl")
    let log = try append(1, options)
    #expect(log.openedAfter == 2)
    let result = try AuditVerifier(directory.log).verify()
    #expect(result.isIntact && result.entries == 3 && result.segments == 2)
    #expect(try append(1, options).openedAfter == 3)
    #expect(try directory.names().contains("audit-00000000000000000003.jsonl"))
  }

  @Test func namesAreMadeBesideAnyPath() {
    let paths = LogPaths("/var/log/agw.audit.log")
    #expect(paths.directory == "/var/log")
    #expect(paths.head == "/var/log/agw.audit.head")
    #expect(paths.torn == "/var/log/agw.audit.log.torn")
    let closed = paths.closed(beginningWith: 42)
    #expect(closed == "/var/log/agw.audit-00000000000000000042.log")
    #expect(paths.firstSequence(ofFileNamed: "agw.audit-00000000000000000042.log") == 42)
    for name in [
      "agw.audit.log", "agw.audit-42.log", "agw.audit-0000000000000000004x.log", "agw.audit.log.torn",
    ] {
      #expect(paths.firstSequence(ofFileNamed: name) == nil)
    }
    #expect(LogPaths("audit").lock == "./audit.lock")
    #expect(LogPaths("/audit.jsonl").directory == "/")
    #expect(LogPaths("/audit.jsonl").head == "/audit.head")
    #expect(LogPaths("/tmp/.audit").head == "/tmp/.audit.head")
  }
}
