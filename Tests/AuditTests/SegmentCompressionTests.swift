import Basics
import Glibc
import Testing

@testable import Audit

@Suite("Compressed segments") struct SegmentCompressionTests {
  private let directory: TemporaryDirectory
  private var paths: LogPaths { LogPaths(directory.log) }

  init() throws { directory = try TemporaryDirectory() }

  private func append(_ count: Int, compressing: Bool = false) throws {
    var options = AuditLogOptions(segmentBytesMax: 100_000)
    options.signing = AuditSigning(origin: "gateway.example/audit")
    options.compressesSegments = compressing
    let log = try AuditLog(directory.log, options)
    for number in 0..<count { _ = try log.append(.sample(Int(log.openedAfter) + number)) }
    try log.close()
  }

  private func all() throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    try AuditSearch(directory.log).forEach(AuditFilter()) { line in
      lines.append(line)
      return true
    }
    return lines
  }

  private func compressAll() throws {
    for segment in try LogSegments(paths).segments where segment.firstSequence != nil {
      try SegmentCompression(paths: paths) { false }.compress(segment.path)
    }
  }

  @Test func blocksHoldWhatTheyWereMadeOf() throws {
    var generator = SystemRandomNumberGenerator()
    for size in [0, 1, 100, GzipBlock.contentBytes] {
      let noise = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
      for content in [noise, [UInt8](repeating: 0x61, count: size)] {
        let block = try GzipBlock.packed(content, level: 6)
        #expect(block.count <= GzipBlock.bytesMax && GzipBlock.length(block) == block.count)
        #expect(GzipBlock.unpacked(block) == content)
        for end in 0..<min(block.count, 64) { #expect(GzipBlock.unpacked(Array(block[..<end])) == nil) }
      }
    }
  }

  @Test func verificationSearchAndFollowingReadThemAsBefore() throws {
    for _ in 0..<3 { try append(150) }
    let (lines, before) = (try all(), try AuditVerifier(directory.log).verify())
    #expect(before.isIntact && before.segments > 2)
    try compressAll()
    #expect(try directory.names().count { $0.hasSuffix(".jsonl.gz") } == before.segments - 1)
    #expect(try directory.names().count { $0.hasPrefix("audit-") } == before.segments - 1)
    #expect(try AuditVerifier(directory.log).verify() == before)
    #expect(try all() == lines)
    #expect(try AuditSearch(directory.log).last(400) == lines.suffix(400))
    var follower = LogFollower(directory.log)
    var followed: [LogFollower.Entry] = []
    while case let some = try follower.next(), !some.isEmpty { followed += some }
    #expect(followed.map(\.line) == lines)
    let reader = EntryReader(directory.log)
    for entry in followed.shuffled().prefix(50) {
      #expect(try reader.line(at: entry.position, bytes: entry.line.count) == entry.line)
    }
    // The log goes on behind them, and what was proven before is proven still.
    try append(10)
    #expect(try AuditVerifier(directory.log).verify().isIntact)
    _ = try InclusionProof(of: lines[5], in: paths)
  }

  @Test func anyToolForGzipReadsThem() throws {
    for _ in 0..<2 { try append(150) }
    let segment = try #require(LogSegments(paths).segments.first?.path)
    let name = try #require(segment.split(separator: "/").last.map(String.init))
    let plain = try directory.bytes(name)
    try compressAll()
    let pipe = try #require(popen("gzip -dc '\(segment).gz'", "r"))
    var unpacked: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&block, 1, block.count, pipe), count > 0 { unpacked += block[..<count] }
    #expect(pclose(pipe) == 0)
    #expect(unpacked == plain)
  }

  @Test func theLogCompressesWhatItCloses() async throws {
    for _ in 0..<2 { try append(150) }
    // Segments that were closed before are compressed when the log is opened.
    var options = AuditLogOptions(segmentBytesMax: 100_000)
    options.compressesSegments = true
    let log = try AuditLog(directory.log, options)
    for _ in 0..<5_000 {
      if try directory.names().contains(where: { $0.hasSuffix(".jsonl.gz") }) { break }
      try await Task.sleep(for: .milliseconds(2))
    }
    try log.close()
    #expect(try directory.names().count { $0.hasPrefix("audit-") && $0.hasSuffix(".gz") } > 0)
    #expect(try AuditVerifier(directory.log).verify().entries == 300)
  }

  @Test func whatIsInterruptedLeavesThePlainSegment() throws {
    for _ in 0..<2 { try append(150) }
    let before = try directory.names()
    let segment = try #require(LogSegments(paths).segments.first?.path)
    try SegmentCompression(paths: paths) { true }.compress(segment)
    #expect(try directory.names() == before)
  }
}
