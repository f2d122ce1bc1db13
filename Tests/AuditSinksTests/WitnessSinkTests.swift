import Basics
import Crypto
import FoundationEssentials
import Glibc
import Synchronization
import TestKit
import Testing

@testable import Audit
@testable import AuditSinks

/// A witness as C2SP tlog-witness describes it, for one log.
private final class FakeWitness: Sendable {
  let key = Curve25519.Signing.PrivateKey()
  var publicKey: NoteKey { NoteKey(name: "witness.example", key: key.publicKey, kind: NoteKey.cosignature) }
  private let seen = Mutex<Checkpoint?>(nil)

  var size: UInt64 { seen.withLock { $0?.size ?? 0 } }

  func answer(_ request: FakeServer.Request, log: NoteKey) -> FakeServer.Reply {
    let text = request.body.text
    guard request.path == "/w/add-checkpoint", let split = text.firstRange(of: "\n\n") else { return .answer(status: 400) }
    let lines = text[..<split.lowerBound].split(separator: "\n")
    guard let old = UInt64(lines[0].dropFirst(4)), let note = SignedNote.read(String(text[split.upperBound...])).first ?? nil,
      let checkpoint = Checkpoint(text: note.text)
    else { return .answer(status: 400) }
    guard log.verifies(note) else { return .answer(status: 403) }
    let hashes = lines.dropFirst().compactMap { Base64.decode($0.utf8).flatMap { AuditHash(bytes: $0) } }
    return seen.withLock { seen in
      guard old == seen?.size ?? 0 else {
        return .answer(status: 409, headers: [("Content-Type", "text/x.tlog.size")], body: "\(seen?.size ?? 0)\n")
      }
      if let seen, !TreeProof.extends(old, seen.root, to: checkpoint.size, checkpoint.root, proof: hashes) {
        return .answer(status: 422)
      }
      seen = checkpoint
      let time: UInt64 = 1_795_251_600
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) }
      guard let signature = try? key.signature(for: NoteKey.cosigned(note.text, time: time)) else { return .hangUp }
      let id = (0..<4).map { UInt8(truncatingIfNeeded: publicKey.id >> UInt32(24 - 8 * $0)) }
      return .answer(
        status: 200, body: "\(SignedNote.mark)witness.example \(Base64.encode(id + bytes + Array(signature)))\n")
    }
  }
}

@Suite("Witnesses") struct WitnessSinkTests {
  private let bench: SinkBench
  private let witness = FakeWitness()

  init() throws { bench = try SinkBench() }

  private func verification(_ keys: [NoteKey]) throws -> AuditVerification {
    var verifier = AuditVerifier(bench.paths.active)
    verifier.publicKeys = keys
    return try verifier.verify()
  }

  /// Asks for the signature of what the log holds now.
  private func deliver(_ server: FakeServer) -> SinkDelivery {
    var address = SinkAddress(host: "127.0.0.1", port: server.port)
    address.path = "/w/add-checkpoint"
    guard let endpoint = try? SinkEndpoint(address, timeout: .seconds(20)) else { return .failed([], SinkFailure("")) }
    return WitnessSink(endpoint, witness.publicKey, of: bench.paths)
      .deliver([SinkRecord(sequence: 1, bytes: [], next: .start)])
  }

  @Test func checkpointsAreSignedByAWitnessThatSeesTheLogOnlyGrow() throws {
    try bench.append(5)
    try bench.log.close()
    let log = try #require(SigningKeys.published(bench.paths).first)
    let server = try FakeServer { [witness] request, _ in witness.answer(request, log: log) }
    #expect(deliver(server).left.isEmpty && witness.size == 5)
    let again = try AuditLog(bench.paths.active, { var options = AuditLogOptions(); options.signing = AuditSigning(); return options }())
    for _ in 0..<4 { _ = try again.append(AuditEntry(timestamp: .now(), event: .decision)) }
    try again.close()
    // A sink that has just begun asks the witness what it knows.
    #expect(deliver(server).left.isEmpty && witness.size == 9)

    let result = try verification([log, witness.publicKey])
    #expect(result.isIntact && result.cosigned == 2 && result.witnessed == 9)
    #expect(try verification([witness.publicKey]).isIntact)
    #expect(AuditReport.text(result, of: "x").contains("2 cosignatures of witnesses, the last covers entry 9"))
    // Another witness has signed nothing.
    let stranger = NoteKey(name: "other.example", key: Curve25519.Signing.PrivateKey().publicKey, kind: NoteKey.cosignature)
    #expect(try verification([log, stranger]).damage?.kind == .forked)
  }

  @Test func aSignatureThatIsNotTheWitnesssIsNotKept() throws {
    try bench.append(5)
    try bench.log.close()
    let server = try FakeServer { _, _ in
      .answer(status: 200, body: "\(SignedNote.mark)witness.example \(Base64.encode([UInt8](repeating: 1, count: 76)))\n")
    }
    #expect(deliver(server).failure?.reason.contains("no signature of witness.example") == true)
    #expect(throws: FileError.self) { try FileBytes.read(bench.paths.cosignatures, bytesMax: 1_000) }
  }

  @Test func keysOfWitnessesAreReadAndWritten() throws {
    let text = witness.publicKey.description
    #expect(NoteKey(text) == witness.publicKey && NoteKey(text)?.isWitness == true)
    let plain = NoteKey(name: "witness.example", key: witness.key.publicKey)
    #expect(plain.id != witness.publicKey.id && !plain.isWitness)
  }

  @Test func aLogThatWasWrittenAnewIsForkedToWhoKnowsTheWitness() throws {
    try bench.append(5)
    try bench.log.close()
    let log = try #require(SigningKeys.published(bench.paths).first)
    let server = try FakeServer { [witness] request, _ in witness.answer(request, log: log) }
    #expect(deliver(server).left.isEmpty)
    let cosignatures = try FileBytes.read(bench.paths.cosignatures, bytesMax: 10_000)
    // Whoever has the log's key writes another log, and keeps the cosignatures.
    for name in ["audit.jsonl", "audit.head", "audit.checkpoints"] { unlink(bench.directory.file(name)) }
    let tiles = bench.directory.file("audit.tiles")
    for name in (try? FileManager.default.contentsOfDirectory(atPath: tiles)) ?? [] { unlink("\(tiles)/\(name)") }
    let other = try AuditLog(bench.paths.active, { var options = AuditLogOptions(); options.signing = AuditSigning(); return options }())
    for _ in 0..<6 { _ = try other.append(AuditEntry(timestamp: .now(), event: .stop)) }
    try other.close()
    try FileBytes.replace(bench.paths.cosignatures, with: cosignatures, mode: 0o600)
    #expect(try verification([log]).isIntact)
    #expect(try verification([log, witness.publicKey]).damage?.kind == .forked)
  }
}
