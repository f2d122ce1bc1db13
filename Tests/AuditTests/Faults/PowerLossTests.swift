import Testing

@testable import Audit

/// What a disk may hold of the last write when the power went.
@Suite("The power goes") struct PowerLossTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func options() -> AuditLogOptions {
    var options = AuditLogOptions()
    options.signing = AuditSigning(origin: "gateway.example/audit", entriesMax: 1_000_000, interval: .seconds(3_600))
    return options
  }

  /// A log whose entries were all acknowledged, and the bytes of one more commit that was not.
  private func makeLog(_ durable: Int, commit: Int) throws -> (durable: [UInt8], commit: [UInt8]) {
    let log = try AuditLog(directory.log, options())
    for number in 0..<durable { _ = try log.append(.sample(number)) }
    try log.close()
    let before = try directory.bytes()
    let last = try #require(LogTail(directory.log).line)
    var chain = Chain(sequence: UInt64(durable), hash: AuditHash(of: last))
    var after: [UInt8] = []
    for number in 0..<commit {
      chain.append(String(decoding: try AuditEntry.sample(durable + number).encoded(), as: UTF8.self), to: &after)
    }
    return (before, after)
  }

  @Test func theLastWriteCutAtEveryByteLosesNoAcknowledgedEntry() throws {
    let (durable, commit) = try makeLog(3, commit: 2)
    let kept = try ["audit.head", "audit.checkpoints"].map { try directory.bytes($0) }
    for cut in FaultRounds.places(0..<(commit.count + 1), some: 24) {
      try directory.write(durable + commit[..<cut])
      for (name, bytes) in zip(["audit.head", "audit.checkpoints"], kept) { try directory.write(bytes, to: name) }
      let whole = commit[..<cut].count { $0 == 0x0a }
      // Before anything is repaired, the log is intact up to its last whole line, and the rest is no damage.
      let found = try AuditVerifier(directory.log).verify()
      #expect(found.isIntact && found.last == UInt64(3 + whole), "cut at \(cut)")
      let log = try AuditLog(directory.log, options())
      #expect(log.openedAfter == UInt64(3 + whole))
      #expect((log.recovery == nil) == (cut == 0 || commit[cut - 1] == 0x0a))
      _ = try log.append(.sample())
      try log.close()
      let result = try AuditVerifier(directory.log).verify()
      #expect(result.isIntact && result.last == UInt64(4 + whole) && result.tornBytes == 0, "cut at \(cut)")
      #expect(try directory.bytes().starts(with: durable))
    }
  }

  @Test func anAcknowledgedEntryThatTheDiskLostIsNamed() throws {
    let (durable, _) = try makeLog(3, commit: 0)
    let start = durable.dropLast().lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    for cut in FaultRounds.places(start..<durable.count, some: 12) {
      try directory.write(Array(durable[..<cut]))
      let damage = try AuditVerifier(directory.log).verify().damage
      #expect(damage?.kind == .truncated && damage?.sequences == 3...3, "cut at \(cut)")
      #expect(#expect(throws: AuditError.self) { try AuditLog(directory.log, options()) }?.code == .truncated)
    }
  }

  @Test func aCheckpointCutAtEveryByteIsSignedAnew() throws {
    _ = try makeLog(3, commit: 0)
    let (head, notes) = (try directory.bytes("audit.head"), try directory.bytes("audit.checkpoints"))
    let log = try directory.bytes()
    for cut in FaultRounds.places(0..<notes.count, some: 12) {
      try directory.write(log)
      try directory.write(head, to: "audit.head")
      try directory.write(Array(notes[..<cut]), to: "audit.checkpoints")
      try AuditLog(directory.log, options()).close()
      let result = try AuditVerifier(directory.log).verify()
      #expect(result.isIntact && result.covered == 3, "cut at \(cut)")
    }
  }
}
