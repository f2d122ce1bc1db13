import Basics
import Testing

@testable import Audit

@Suite("A log with checkpoints") struct SignedLogTests {
  private let directory: TemporaryDirectory
  private var paths: LogPaths { LogPaths(directory.log) }

  init() throws { directory = try TemporaryDirectory() }

  private func options(_ change: (inout AuditLogOptions) -> Void = { _ in }) -> AuditLogOptions {
    var options = AuditLogOptions()
    options.signing = AuditSigning(origin: "gateway.example/audit", entriesMax: 1_000_000, interval: .seconds(3_600))
    change(&options)
    return options
  }

  /// Appends entries; closing the log signs a checkpoint.
  private func append(_ count: Int, _ options: AuditLogOptions? = nil) throws {
    let log = try AuditLog(directory.log, options ?? self.options())
    let first = Int(log.openedAfter)
    for number in first..<(first + count) { _ = try log.append(.sample(number)) }
    try log.close()
  }

  private func verify(_ change: (inout AuditVerifier) -> Void = { _ in }) throws -> AuditVerification {
    var verifier = AuditVerifier(directory.log)
    change(&verifier)
    return try verifier.verify()
  }

  private func text(_ name: String) throws -> String { String(decoding: try directory.bytes(name), as: UTF8.self) }

  /// Writes what `names` hold aside, runs `body`, and puts it back.
  private func restoring(_ names: [String], _ body: () throws -> Void) throws {
    let kept = try names.map { try directory.bytes($0) }
    try body()
    for (name, bytes) in zip(names, kept) { try directory.write(bytes, to: name) }
  }

  @Test func everyCheckpointOfAnUntouchedLogHolds() throws {
    for count in [3, 1, 300, 2] { try append(count) }
    let result = try verify()
    #expect(result.isIntact && result.entries == 306)
    #expect(result.checkpoints == 4 && result.covered == 306 && result.unknownCheckpoints == 0)
    #expect(result.keys.count == 1 && result.keys[0].name == "gateway.example/audit")
    let file = try CheckpointFile(paths.checkpoints)
    #expect(file.entries.map(\.checkpoint.size) == [3, 4, 304, 306])
    #expect(try CheckpointFile.last(paths.checkpoints)?.entry.note == file.entries.last?.note)
    #expect(result.root == file.entries.last?.checkpoint.root.hex)
  }

  @Test func theKeyIsForItsOwnerAlone() throws {
    try append(1)
    var status = stat()
    #expect(stat(paths.signingKeys, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(try text("audit.key").hasPrefix("PRIVATE+KEY+gateway.example/audit+"))
    chmod(paths.signingKeys, 0o644)
    #expect(#expect(throws: AuditError.self) { try AuditLog(directory.log, options()) }?.code == .keyInvalid)
    chmod(paths.signingKeys, 0o600)
    try append(1)
  }

  @Test func tilesAreMadeAgainFromTheLogWhateverBecameOfThem() throws {
    try append(300)
    let whole = try directory.bytes("audit.tiles/0")
    for damage in [[], Array(whole.prefix(100)), whole.map { $0 ^ 1 }, whole + whole] {
      try directory.write(damage, to: "audit.tiles/0")
      try append(1)
      #expect(try verify().isIntact)
      #expect(try directory.bytes("audit.tiles/0").starts(with: whole))
    }
  }

  @Test func entriesBeyondTheLastCheckpointAreAddedToTheTreeAtOpening() throws {
    try append(5)
    // As a crash leaves it: entries that are durable, and neither a checkpoint nor tiles of them.
    let (checkpoints, tiles) = (try directory.bytes("audit.checkpoints"), try directory.bytes("audit.tiles/0"))
    try append(4)
    try directory.write(checkpoints + Array("gateway.example/au".utf8), to: "audit.checkpoints")
    try directory.write(tiles, to: "audit.tiles/0")
    try append(1)
    #expect(try CheckpointFile(paths.checkpoints).entries.map(\.checkpoint.size) == [5, 10])
    #expect(try verify().isIntact)
  }

  @Test func aLogThatWasWrittenAnewWithANewHeadIsForked() throws {
    try append(8)
    try restoring(["audit.jsonl", "audit.head"]) {
      try directory.remove("audit.jsonl")
      try directory.remove("audit.head")
      let log = try AuditLog(directory.log)
      for _ in 0..<9 { _ = try log.append(.sample(77)) }
      try log.close()
      let damage = try #require(try verify().damage)
      #expect(damage.kind == .forked && damage.sequences == 1...8)
      #expect(#expect(throws: AuditError.self) { try append(1) }?.code == .damaged)
    }
    #expect(try verify().isIntact)
  }

  @Test func aLogThatWasCutWithItsHeadIsTruncated() throws {
    try append(8)
    let lines = try directory.lines()
    try directory.write(Array(lines[..<5].map { $0 + [0x0a] }.joined()))
    try directory.remove("audit.head")
    let damage = try #require(try verify().damage)
    #expect(damage.kind == .truncated && damage.sequences == 6...8)
    #expect(#expect(throws: AuditError.self) { try append(1) }?.code == .truncated)
  }

  @Test func aLogThatWasReplacedWholeShowsToWhoKnowsTheKey() throws {
    try append(4)
    let key = try SigningKeys.published(paths)
    let elsewhere = try directory.bytes("audit.checkpoints")
    for name in try directory.names() where name != "audit.lock" { try directory.remove(name) }
    try append(6)
    #expect(try verify().isIntact)
    let damage = try #require(try verify { $0.publicKeys = key }.damage)
    #expect(damage.kind == .forked && damage.evidence.contains("key"))
    try directory.write(elsewhere, to: "elsewhere")
    #expect(throws: AuditError.self) { try verify { $0.checkpointPath = directory.path + "/elsewhere" } }
  }

  @Test func aChangedCheckpointIsNamed() throws {
    try append(2)
    try append(3)
    let lines = try text("audit.checkpoints").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 11)
    for (line, change) in [(2, "4"), (6, "5\n"), (1, "another.example/log")] {
      try restoring(["audit.checkpoints"]) {
        var changed = lines.map(String.init)
        changed[line - 1] = change
        try directory.write(Array(changed.joined(separator: "\n").utf8), to: "audit.checkpoints")
        let damage = try #require(try verify().damage)
        #expect(damage.path == (line == 2 ? directory.log : paths.checkpoints) || damage.kind == .forked)
      }
    }
  }

  @Test func aVerificationBeginsAtACheckpointFromElsewhere() throws {
    try append(300)
    let checkpoint = try directory.bytes("audit.checkpoints")
    try directory.write(checkpoint, to: "kept")
    try append(20)
    func later(_ change: (inout AuditVerifier) -> Void = { _ in }) throws -> AuditVerification {
      try verify {
        $0.checkpointPath = directory.path + "/kept"
        change(&$0)
      }
    }
    let result = try later()
    #expect(result.isIntact && result.first == 301 && result.last == 320 && result.entries == 20)
    // A change before the checkpoint is not read; one after it is found.
    let lines = try directory.lines()
    var changed = lines
    changed[310][200] ^= 1
    try directory.write(Array(changed.map { $0 + [0x0a] }.joined()))
    #expect(try later().damage?.sequences == 311...311)
    // Without tiles that prove the checkpoint everything is read.
    try directory.write(Array(lines.map { $0 + [0x0a] }.joined()))
    try directory.remove("audit.tiles")
    let whole = try later()
    #expect(whole.isIntact && whole.first == 1 && whole.entries == 320)
  }

  @Test func checkpointsAreAnchoredInAnotherFile() throws {
    let anchor = directory.path + "/elsewhere.checkpoints"
    try append(3, options { $0.signing?.anchorPath = anchor })
    try append(2, options { $0.signing?.anchorPath = anchor })
    #expect(try directory.bytes("elsewhere.checkpoints") == directory.bytes("audit.checkpoints"))
    #expect(try verify { $0.checkpointPath = anchor }.isIntact)
  }

  @Test func checkpointsAreSignedAfterSoManyEntriesAndAfterSomeTime() async throws {
    let many = try AuditLog(directory.log, options { $0.signing?.entriesMax = 1 })
    _ = try many.append(.sample())
    for _ in 0..<5_000 where try CheckpointFile.last(paths.checkpoints) == nil { try await Task.sleep(for: .milliseconds(2)) }
    #expect(try CheckpointFile.last(paths.checkpoints)?.entry.checkpoint.size == 1)
    try many.close()
    let timed = try AuditLog(directory.log, options { $0.signing?.interval = .milliseconds(1) })
    _ = try timed.append(.sample())
    for _ in 0..<5_000 where try CheckpointFile.last(paths.checkpoints)?.entry.checkpoint.size != 2 {
      try await Task.sleep(for: .milliseconds(2))
    }
    #expect(try CheckpointFile.last(paths.checkpoints)?.entry.checkpoint.size == 2)
    try timed.close()
  }

  @Test func aRotatedKeySignsBesideTheOneBeforeUntilThatIsRetired() throws {
    try append(1)
    let first = try #require(try SigningKeys(of: paths))
    let second = try first.rotated(paths)
    try append(1)
    #expect(try CheckpointFile(paths.checkpoints).entries.map(\.note.signatures.count) == [1, 2])
    // Who knows only one of the keys can follow the log across the change.
    #expect(try verify { $0.publicKeys = first.publicKeys }.checkpoints == 2)
    let newest = try verify { $0.publicKeys = [second.publicKeys[0]] }
    #expect(newest.isIntact && newest.checkpoints == 1 && newest.unknownCheckpoints == 1)
    _ = try second.retired(paths)
    try append(1)
    #expect(try CheckpointFile(paths.checkpoints).entries.last?.note.signatures.count == 1)
    #expect(try verify().checkpoints == 3)
    #expect(try SigningKeys.published(paths).count == 2)
  }

  @Test func anEntryIsProvenWithNothingButTheKey() throws {
    try append(700)
    let keys = try SigningKeys.published(paths)
    let lines = try directory.lines()
    for index in stride(from: 0, to: 700, by: 37) {
      let proof = try InclusionProof(of: lines[index], in: paths)
      let read = try #require(InclusionProof(text: proof.text))
      #expect(read == proof && read.line == lines[index])
      #expect(try read.check(keys).size == 700)
      #expect(throws: AuditError.self) { try read.check([]) }
    }
    var changed = lines[5]
    changed[200] ^= 1
    #expect(throws: AuditError.self) { try InclusionProof(of: changed, in: paths) }
    // Every line of a proof matters.
    let proof = try InclusionProof(of: lines[5], in: paths).text
    let parts = proof.split(separator: "\n", omittingEmptySubsequences: false)
    for index in parts.indices.dropLast() {
      var damaged = parts.map(String.init)
      damaged[index] += "A"
      guard let read = InclusionProof(text: damaged.joined(separator: "\n")) else { continue }
      #expect(throws: AuditError.self, "line \(index + 1)") { try read.check(keys) }
    }
  }

  @Test func anEntryThatNoCheckpointCoversIsNotProvenYet() throws {
    try append(2)
    let log = try AuditLog(directory.log)
    _ = try log.append(.sample())
    try log.close()
    #expect(throws: AuditError.self) { try InclusionProof(of: directory.lines()[2], in: paths) }
  }

  @Test func aLaterCheckpointIsProvenToGoOnFromAnEarlierOne() throws {
    try append(137)
    try directory.write(try directory.bytes("audit.checkpoints"), to: "earlier")
    try append(400)
    let keys = try SigningKeys.published(paths)
    let proof = try ConsistencyProof(from: directory.path + "/earlier", in: paths)
    let read = try #require(ConsistencyProof(text: proof.text))
    let (old, new) = try read.check(keys)
    #expect(old.size == 137 && new.size == 537)
    #expect(throws: AuditError.self) { try read.check([]) }
    // Another log of the same name and key does not go on from it.
    let lines = try directory.bytes("audit.key")
    for name in ["audit.jsonl", "audit.head", "audit.checkpoints", "audit.tiles"] { try directory.remove(name) }
    try directory.write(lines, to: "audit.key")
    chmod(paths.signingKeys, 0o600)
    let log = try AuditLog(directory.log, options())
    for _ in 0..<600 { _ = try log.append(.sample(9)) }
    try log.close()
    #expect(throws: AuditError.self) { try ConsistencyProof(from: directory.path + "/earlier", in: paths) }
  }

  @Test func segmentsCloseWithAFooterByAgeAndBySize() throws {
    try append(3)
    let day = Timestamp(nanoseconds: 1_795_251_600_000_000_000 + 86_400_000_000_000)
    try append(2, options { $0.segmentAgeMax = .seconds(86_400); $0.now = { day } })
    let closed = "audit-00000000000000000001.jsonl"
    let lines = try directory.lines(closed)
    #expect(lines.count == 4)
    let footer = try #require(SegmentFooter(of: lines[3]))
    #expect(footer.first == 1 && footer.last == 3 && footer.lastHash == AuditHash(of: lines[2]))
    #expect(footer.bytes == lines[..<3].reduce(0) { $0 + $1.count + 1 })
    #expect(try verify().isIntact && verify().entries == 5)
    #expect(try AuditSearch(directory.log).last(10).count == 5)
    // A footer that does not agree with its lines is damage, and one that is gone is none.
    try restoring([closed]) {
      let other = SegmentFooter(first: 1, last: 2, bytes: 9, lastHash: .genesis)
      try directory.write(Array(lines[..<3].map { $0 + [0x0a] }.joined()) + other.line, to: closed)
      #expect(try verify().damage?.kind == .changed)
    }
    // As a crash leaves it between the footer and the rename.
    let (bytes, last) = (try directory.bytes(), try directory.lines()[1])
    let footer4 = SegmentFooter(first: 4, last: 5, bytes: bytes.count, lastHash: AuditHash(of: last))
    try directory.write(bytes + footer4.line)
    #expect(try verify().isIntact)
    try append(1)
    #expect(try verify().isIntact && verify().entries == 6)
    #expect(try directory.names().contains("audit-00000000000000000004.jsonl"))
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif
