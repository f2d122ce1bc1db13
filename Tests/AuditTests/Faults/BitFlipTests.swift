import Testing

@testable import Audit

@Suite("A bit is flipped") struct BitFlipTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Writes two closed segments and an active one.
  private func makeLog() throws {
    for first in [0, 3, 6] {
      let log = try AuditLog(directory.log, AuditLogOptions(segmentBytesMax: 1_000))
      for number in first..<(first + 3) { _ = try log.append(.sample(number)) }
      try log.close()
    }
  }

  private func segments() throws -> [String] { try directory.names().filter { $0.contains(".jsonl") } }

  @Test func anywhereInTheLogItsLineIsNamed() throws {
    try makeLog()
    for name in try segments() {
      let bytes = try directory.bytes(name)
      var line = 1
      var lines: [Int] = []
      for byte in bytes {
        lines.append(line)
        if byte == 0x0a { line += 1 }
      }
      for place in FaultRounds.places(bytes.indices, some: 40) {
        var damaged = bytes
        damaged[place] ^= UInt8(1) << UInt8(place % 8)
        try directory.write(damaged, to: name)
        let damage = try #require(try AuditVerifier(directory.log).verify().damage, "\(name) byte \(place)")
        // Without its line end the last line is one that was never written whole.
        if name == "audit.jsonl", place == bytes.count - 1 {
          #expect(damage.kind == .truncated && damage.sequences == 9...9)
          continue
        }
        #expect(damage.path.hasSuffix(name) && damage.line == lines[place], "\(name) byte \(place): \(damage)")
      }
      try directory.write(bytes, to: name)
    }
    #expect(try AuditVerifier(directory.log).verify().isIntact)
  }

  @Test func inACompressedSegmentItIsNamedOrChangesNothing() throws {
    try makeLog()
    let whole = try AuditVerifier(directory.log).verify()
    let name = try segments()[0]
    try SegmentCompression(paths: LogPaths(directory.log)) { false }.compress("\(directory.path)/\(name)")
    let bytes = try directory.bytes(name + ".gz")
    for place in FaultRounds.places(bytes.indices, some: 60) {
      var damaged = bytes
      damaged[place] ^= UInt8(1) << UInt8(place % 8)
      try directory.write(damaged, to: name + ".gz")
      let result = try AuditVerifier(directory.log).verify()
      if let damage = result.damage {
        #expect(damage.path.hasSuffix(name + ".gz"), "byte \(place): \(damage)")
      } else {
        // The time, the system and the checksum of a block say nothing of the log.
        #expect(result.lastHash == whole.lastHash && result.entries == whole.entries, "byte \(place)")
      }
    }
  }
}
