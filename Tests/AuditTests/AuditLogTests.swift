import Basics
import Testing

@testable import Audit

@Suite("Audit log") struct AuditLogTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func entriesBecomeDurableInOrderAndFormAChain() async throws {
    let log = try AuditLog(directory.log)
    let watch = Watch(log)
    for number in 0..<100 { #expect(try log.append(.sample(number)) == UInt64(number + 1)) }
    try await watch.wait(untilDurable: 100)
    #expect(log.durableThrough == 100)
    #expect(log.lag == AuditLag(entries: 0, oldest: .zero))
    #expect(watch.progress.reduce(0) { $0 + $1.entries } == 100)
    #expect(watch.progress.allSatisfy { $0.failure == nil })
    try log.close()

    var previous = AuditHash.genesis
    for (number, line) in try directory.lines().enumerated() {
      let value = try JSONValue.parse(line)
      #expect(value["sequence"]?.intValue == number + 1)
      #expect(value["prev_hash"]?.stringValue == previous.hex)
      #expect(value["decision_id"]?.stringValue == AuditEntry.sample(number).decisionID)
      previous = AuditHash(of: line)
    }
    #expect(try LogHead.read(log.paths) == LogHead(sequence: 100, hash: previous))
  }

  @Test func theHashesAreSHA256AsAnyOtherToolComputesIt() throws {
    let log = try AuditLog(directory.log)
    _ = try log.append(.sample(1))
    _ = try log.append(.sample(2))
    try log.close()
    let lines = try directory.lines()
    #expect(AuditHash.genesis.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(try JSONValue.parse(lines[0])["prev_hash"]?.stringValue == AuditHash.genesis.hex)
    #expect(try JSONValue.parse(lines[1])["prev_hash"]?.stringValue == Digest256(of: lines[0]).hex)
  }

  @Test func aLogGoesOnWhereItStopped() throws {
    for round in 0..<3 {
      let log = try AuditLog(directory.log)
      #expect(log.openedAfter == UInt64(round * 5))
      #expect(log.recovery == nil)
      for number in 0..<5 { _ = try log.append(.sample(number)) }
      try log.close()
    }
    #expect(try directory.lines().compactMap { LineFrame(of: $0)?.sequence } == Array(1...15))
  }

  @Test func appendsAfterCloseAreRefusedAndCloseIsIdempotent() throws {
    let log = try AuditLog(directory.log)
    try log.close()
    try log.close()
    #expect(throws: AuditError.closed()) { try log.append(.sample()) }
  }

  @Test func closeWritesWhatStillWaits() throws {
    let log = try AuditLog(directory.log)
    for number in 0..<1_000 { _ = try log.append(.sample(number)) }
    try log.close()
    #expect(try directory.lines().count == 1_000)
  }

  @Test func aSecondWriterIsRefusedWithTheHoldersNumber() throws {
    let log = try AuditLog(directory.log)
    let error = #expect(throws: AuditError.self) { try AuditLog(directory.log) }
    #expect(error?.code == .inUse)
    #expect(error?.message.contains("process ") == true)
    try log.close()
    try AuditLog(directory.log).close()
  }

  @Test func aDirectoryThatIsNotThereIsNamedWithTheFix() {
    let error = #expect(throws: AuditError.self) { try AuditLog(directory.path + "/none/audit.jsonl") }
    #expect(error?.code == .directoryUnwritable)
    #expect(error?.message.contains("No such file or directory") == true)
    #expect(error?.remediation.contains("install -d -m 700 \(directory.path)/none") == true)
  }

  @Test func appendsFromManyTasksAreAllWrittenOnce() async throws {
    let log = try AuditLog(directory.log)
    let sequences = try await withThrowingTaskGroup(of: [UInt64].self) { group in
      for task in 0..<8 {
        group.addTask { try (0..<250).map { try log.append(.sample(task * 1_000 + $0)) } }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    try log.close()
    #expect(sequences.sorted() == Array(1...2_000))
    #expect(try directory.lines().compactMap { LineFrame(of: $0)?.sequence } == Array(1...2_000))
  }

  @Test func bufferedEntriesAreWrittenToo() async throws {
    let log = try AuditLog(directory.log, AuditLogOptions(durability: .buffered))
    let watch = Watch(log)
    _ = try log.append(.sample())
    try await watch.wait(untilDurable: 1)
    #expect(try directory.lines().count == 1)
    try log.close()
  }

  @Test func fullSegmentsAreClosedAndTheChainGoesOn() throws {
    let options = AuditLogOptions(segmentBytesMax: 4_000)
    for _ in 0..<4 {
      let log = try AuditLog(directory.log, options)
      for number in 0..<3 { _ = try log.append(.sample(number)) }
      try log.close()
    }
    #expect(
      try directory.names() == [
        "audit-00000000000000000001.jsonl", "audit-00000000000000000004.jsonl",
        "audit-00000000000000000007.jsonl",
        "audit.head", "audit.jsonl", "audit.lock",
      ])
  }
}
