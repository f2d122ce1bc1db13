import Basics
import Testing

@testable import Audit

@Suite("Audit verifier") struct AuditVerifierTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Writes a log of small entries, and returns its lines.
  @discardableResult
  private func makeLog(_ count: Int, segmentBytesMax: Int = AuditLimits.segmentBytesMax) throws -> [[UInt8]] {
    for _ in 0..<(segmentBytesMax == AuditLimits.segmentBytesMax ? 1 : 3) {
      let log = try AuditLog(directory.log, AuditLogOptions(segmentBytesMax: segmentBytesMax))
      for number in 0..<count {
        var entry = AuditEntry(timestamp: Timestamp(nanoseconds: Int64(number)), event: .start)
        entry.detail = "entry \(number)"
        _ = try log.append(entry)
      }
      try log.close()
    }
    return try directory.lines()
  }

  private func verify(_ lines: [[UInt8]]) throws -> AuditVerification {
    try directory.write(Array(lines.map { $0 + [0x0a] }.joined()))
    return try AuditVerifier(directory.log).verify()
  }

  private func expect(
    _ damage: AuditDamage?, _ kind: AuditDamage.Kind, line: Int, _ sequences: ClosedRange<UInt64>,
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(damage?.kind == kind, sourceLocation: location)
    #expect(damage?.line == line, sourceLocation: location)
    #expect(damage?.sequences == sequences, sourceLocation: location)
    #expect(damage?.path == directory.log, sourceLocation: location)
  }

  @Test func anUntouchedLogIsIntact() throws {
    let lines = try makeLog(10)
    let result = try AuditVerifier(directory.log).verify()
    #expect(result.isIntact)
    #expect(result.entries == 10 && result.first == 1 && result.last == 10 && result.head == 10)
    #expect(result.segments == 1)
    #expect(result.bytes == lines.reduce(0) { $0 + $1.count + 1 })
    #expect(result.lastHash == LineHash(of: lines[9]).hex)
  }

  @Test func aChangedLineIsNamedWhereverItStands() throws {
    let lines = try makeLog(6)
    for index in lines.indices {
      var damaged = lines
      let detail = damaged[index].count - 100
      damaged[index][detail] ^= 1
      expect(try verify(damaged).damage, .changed, line: index + 1, UInt64(index + 1)...UInt64(index + 1))
    }
  }

  @Test func aLineThatChangedItsNumberIsNamed() throws {
    let lines = try makeLog(6)
    for index in lines.indices {
      var damaged = lines
      damaged[index][LineFrame.opening.count] = 0x39
      expect(try verify(damaged).damage, .changed, line: index + 1, UInt64(index + 1)...UInt64(index + 1))
    }
  }

  @Test func aFlippedBitIsFoundInItsLine() throws {
    let lines = try makeLog(3)
    let bytes = try directory.bytes()
    var line = 1
    for (offset, byte) in bytes.enumerated() where offset % 3 == 0 || byte == 0x0a {
      let bit = UInt8(1) << UInt8(offset % 8)
      var damaged = bytes
      damaged[offset] ^= bit
      try directory.write(damaged)
      let result = try AuditVerifier(directory.log).verify()
      if byte == 0x0a, offset == bytes.count - 1 {
        #expect(result.damage?.kind == .truncated)
        #expect(result.damage?.sequences == 3...3)
      } else {
        #expect(result.damage?.kind == .changed, "offset \(offset)")
        #expect(result.damage?.line == line, "offset \(offset)")
      }
      if byte == 0x0a { line += 1 }
    }
    #expect(line == lines.count + 1)
  }

  @Test func removedLinesAreNamed() throws {
    let lines = try makeLog(8)
    for start in 0..<7 {
      for count in 1...(7 - start) {
        var damaged = lines
        damaged.removeSubrange(start..<(start + count))
        expect(
          try verify(damaged).damage, .removed, line: start + 1, UInt64(start + 1)...UInt64(start + count))
      }
    }
  }

  @Test func linesMissingAtTheEndAreNamedThroughTheHead() throws {
    let lines = try makeLog(6)
    for kept in 0..<6 {
      expect(try verify(Array(lines[..<kept])).damage, .truncated, line: kept, UInt64(kept + 1)...6)
    }
    try directory.remove("audit.head")
    #expect(try verify(Array(lines[..<3])).isIntact)
  }

  @Test func aLogThatIsGoneIsTruncatedIfItsHeadIsThere() throws {
    try makeLog(2)
    try directory.remove("audit.jsonl")
    #expect(try AuditVerifier(directory.log).verify().damage?.kind == .truncated)
    try directory.remove("audit.head")
    #expect(throws: AuditError.noLog("")) { try AuditVerifier(directory.log).verify() }
  }

  @Test func insertedLinesAreNamed() throws {
    let lines = try makeLog(6)
    for index in 1..<6 {
      for copied in 0..<6 where copied != index - 1 && copied != index {
        var damaged = lines
        damaged.insert(lines[copied], at: index)
        expect(
          try verify(damaged).damage, .inserted, line: index + 1, UInt64(copied + 1)...UInt64(copied + 1))
      }
      var forged = lines
      forged.insert(Array("{\"forged\":true}".utf8), at: index)
      expect(try verify(forged).damage, .inserted, line: index + 1, UInt64(index + 1)...UInt64(index + 1))
    }
  }

  @Test func aForgedLineThatContinuesTheChainIsNamed() throws {
    let lines = try makeLog(6)
    for index in 1..<6 {
      var chain = Chain(sequence: UInt64(index), hash: LineHash(of: lines[index - 1]))
      var forged: [UInt8] = []
      chain.append(#""event":"decision""#, to: &forged)
      var damaged = lines
      damaged.insert(forged.dropLast(), at: index)
      expect(try verify(damaged).damage, .inserted, line: index + 1, UInt64(index + 1)...UInt64(index + 1))
    }
  }

  @Test func linesInAnotherOrderAreNamed() throws {
    let lines = try makeLog(7)
    for from in 0..<7 {
      for to in 0..<7 where from != to {
        var damaged = lines
        damaged.insert(damaged.remove(at: from), at: to)
        let damage = try verify(damaged).damage
        #expect(damage?.kind == .reordered, "from \(from) to \(to)")
        #expect(damage?.line == min(from, to) + 1)
      }
    }
  }

  @Test func aLogThatWasWrittenAnewDiffersFromItsHead() throws {
    try makeLog(6)
    let head = try directory.bytes("audit.head")
    for name in ["audit.jsonl", "audit.head"] { try directory.remove(name) }
    let log = try AuditLog(directory.log)
    for number in 0..<9 { _ = try log.append(.sample(number)) }
    try log.close()
    try directory.write(head, to: "audit.head")
    expect(try AuditVerifier(directory.log).verify().damage, .forked, line: 6, 6...6)
  }

  @Test func theChainIsFollowedThroughItsSegments() throws {
    try makeLog(10, segmentBytesMax: 2_000)
    let names = try directory.names().filter { $0.hasPrefix("audit-") }
    #expect(names.count >= 2)
    let result = try AuditVerifier(directory.log).verify()
    #expect(result.isIntact && result.entries == 30 && result.segments == names.count + 1)
    for name in names {
      let bytes = try directory.bytes(name)
      try directory.remove(name)
      let damage = try AuditVerifier(directory.log).verify().damage
      #expect(damage?.kind == .removed)
      #expect(damage?.sequences.lowerBound == UInt64(name.dropFirst(6).dropLast(6)))
      try directory.write(bytes, to: name)
    }
    try directory.remove(names[0])
    let partial = try AuditVerifier(directory.log, isPartial: true).verify()
    #expect(partial.isIntact && partial.first > 1 && partial.last == 30)
  }

  @Test func aTornLineAtTheEndIsNoDamage() throws {
    try makeLog(3)
    let whole = try directory.bytes()
    try directory.write(whole + Array(#"{"sequence":4,"ti"#.utf8))
    let result = try AuditVerifier(directory.log).verify()
    #expect(result.isIntact && result.entries == 3 && result.tornBytes == 17)
  }

  @Test func linesOfAnyLengthAreReadWithoutGrowing() throws {
    let lines = try makeLog(3)
    let monster = [UInt8](repeating: 0x61, count: 3 * AuditLimits.lineBytesMax)
    expect(try verify([lines[0], monster, lines[1], lines[2]]).damage, .inserted, line: 2, 2...2)
    expect(try verify([lines[0], monster, lines[2]]).damage, .changed, line: 2, 2...2)
  }

  @Test func progressRunsFromTheFirstByteToTheLast() throws {
    let total = try makeLog(3).reduce(0) { $0 + $1.count + 1 }
    var seen: [Int] = []
    _ = try AuditVerifier(directory.log).verify { done, all in
      seen.append(done)
      #expect(all == total)
    }
    #expect(seen.last == total)
  }
}
