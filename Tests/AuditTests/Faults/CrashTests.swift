import Basics
import Glibc
import Testing

@testable import Audit

@Suite("A process that is killed", .serialized) struct CrashTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// What the log holds: the token of each sequence.
  private func tokens() throws -> [UInt64: String] {
    var tokens: [UInt64: String] = [:]
    for line in try directory.lines() {
      let value = try JSONValue.parse(line)
      tokens[UInt64(value["sequence"]?.intValue ?? 0)] = value["detail"]?.stringValue
    }
    return tokens
  }

  @Test func noEntryThatWasDurableIsLost() throws {
    var promised: [UInt64: String] = [:]
    var next: UInt64 = 1
    for _ in 0..<FaultRounds.count(6, all: 100) {
      let child = try ChildProcess("audit-crash-writer", [directory.log, "load"])
      // Killed after another number of lines in every round, with dozens of entries on their way, and at any moment.
      for _ in 0..<Int.random(in: 1...600) {
        try promise(#require(child.readLine()), &promised)
      }
      usleep(UInt32.random(in: 0...3_000))
      child.killAtOnce()
      while let line = child.readLine() { try promise(line, &promised) }
      #expect(child.wait() == -9)

      let result = try AuditVerifier(directory.log).verify()
      #expect(result.isIntact)
      let written = try tokens()
      for (sequence, token) in promised { #expect(written[sequence] == token) }
      #expect(result.last >= next)
      next = result.last + 1
    }
    let log = try AuditLog(directory.log)
    #expect(log.openedAfter == next - 1)
    _ = try log.append(.sample())
    try log.close()
    #expect(try AuditVerifier(directory.log).verify().isIntact)
  }

  private func promise(_ line: String, _ promised: inout [UInt64: String]) throws {
    let parts = line.split(separator: " ")
    let sequence = try #require(UInt64(parts.first ?? ""))
    #expect(parts.count == 2 && promised[sequence] == nil)
    promised[sequence] = String(parts.last ?? "")
  }

  @Test func twoProcessesNeverWriteOneLog() throws {
    let child = try ChildProcess("audit-crash-writer", [directory.log, "load"])
    _ = child.readLine()
    let error = #expect(throws: AuditError.self) { try AuditLog(directory.log) }
    #expect(error?.code == .inUse)
    child.killAtOnce()
    #expect(child.wait() == -9)
    try AuditLog(directory.log).close()
  }

  @Test func aFileThatTheKernelLetsGrowNoFurtherIsGoneOnWithLater() throws {
    let child = try ChildProcess("audit-crash-writer", [directory.log, "full"])
    let refused = try #require(child.readLine()).split(separator: " ")
    #expect(refused.prefix(2) == ["refused", "audit_unavailable"])
    let (last, durable) = (UInt64(refused[3]), UInt64(refused[5]))
    #expect(last != nil && durable != nil && last == durable.map { $0 + 1 })
    #expect(child.readLine() == "recovered \((last ?? 0) + 1)")
    #expect(child.wait() == 0)
    let result = try AuditVerifier(directory.log).verify()
    #expect(result.isIntact && result.last == (last ?? 0) + 1 && result.bytes > 64 << 10)
  }
}
