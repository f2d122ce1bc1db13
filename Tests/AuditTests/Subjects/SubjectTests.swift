import Basics
import Glibc
import Storage
import TestKit
import Testing

@testable import Audit

@Suite("Data subjects") struct SubjectTests {
  static let alice = "spiffe://poc.local/external/alice"
  static let secret = #"{"query":"alice's \"own\" words"}"#

  private let directory: TemporaryDirectory
  private let state: StateDirectory
  private let database: StateDatabase

  init() throws {
    directory = try TemporaryDirectory()
    state = try StateDirectory(directory.path + "/state")
    database = try StateDatabase(in: state)
  }

  private var path: String { directory.path + "/audit.jsonl" }

  /// Writes entries of one caller, sealed.
  @discardableResult
  private func write(_ vault: SubjectVault, count: Int = 1) throws -> SubjectSeal {
    let log = try AuditLog(path, AuditLogOptions(durability: .buffered))
    let seal = try vault.seal(for: Self.alice)
    for number in 0..<count {
      var entry = AuditEntry(timestamp: .now(), event: .decision)
      entry.decisionID = "d-\(number)"
      entry.callerID = Self.alice
      entry.sessionID = "session-of-alice"
      entry.arguments = Array(Self.secret.utf8)
      entry.seal = seal
      _ = try log.append(entry, isAwaited: false)
    }
    try log.close()
    return seal
  }

  private func lines() throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    try AuditSearch(path).forEach(AuditFilter()) {
      lines.append($0)
      return true
    }
    return lines
  }

  private static let open = FieldClassification(
    classes: Dictionary(uniqueKeysWithValues: FieldClass.allCases.map { ($0, .init(readers: ["admin"])) }), members: [:])

  private func shown(_ vault: SubjectVault?) throws -> JSONValue {
    var reader = RecordReader(vault, Self.open, role: "admin", now: .now())
    return try JSONValue.parse(reader.shown(try #require(lines().first)))
  }

  @Test func nothingPersonalStandsInTheLog() throws {
    try write(SubjectVault(database, in: state))
    let text = String(decoding: try FileBytes.read(path, bytesMax: 1 << 20), as: UTF8.self)
    #expect(!text.contains("alice"))
    let entry = try JSONValue.parse(try #require(lines().first))
    #expect(entry["caller_id"] == entry["spiffe_id"])
    #expect(SealedText(entry["caller_id"]?.stringValue ?? "") != nil)
    #expect(SealedText(entry["arguments"]?.stringValue ?? "") != nil)
  }

  @Test func whoHasTheKeyReadsThePlainValues() throws {
    let vault = try SubjectVault(database, in: state)
    try write(vault)
    let entry = try shown(SubjectVault(database, in: state))
    #expect(entry["caller_id"]?.stringValue == Self.alice && entry["spiffe_id"]?.stringValue == Self.alice)
    #expect(entry["session_id"] == "session-of-alice")
    #expect(entry["arguments"]?.text == Self.secret)
    #expect(try shown(nil)["caller_id"] == "[SEALED]")
  }

  @Test func onlyTheFieldsThatAreNamedAreSealed() throws {
    try write(SubjectVault(database, in: state, fields: [.caller]))
    let entry = try JSONValue.parse(try #require(lines().first))
    #expect(entry["session_id"] == "session-of-alice" && entry["arguments"]?.text == Self.secret)
    #expect(entry["caller_id"]?.stringValue?.hasPrefix("[SEALED:") == true)
  }

  @Test func erasureIsForGoodAndTheLogStillVerifies() throws {
    let vault = try SubjectVault(database, in: state)
    try write(vault, count: 3)
    let before = try AuditVerifier(path).verify()
    let id = try #require(try vault.erase(Self.alice))
    #expect(id.utf8.count == 16)
    #expect(try vault.erase(Self.alice) == nil)
    #expect(try shown(vault)["caller_id"] == "[ERASED]" && shown(vault)["arguments"] == "[ERASED]")
    let after = try AuditVerifier(path).verify()
    #expect(after.isIntact && after.lastHash == before.lastHash && after.entries == 3)
    // Neither the key nor the tag is left in any file of the database.
    #expect(vault.cached(Self.alice) == nil)
  }

  @Test func theWrappedKeyIsGoneFromTheFilesOfTheDatabase() throws {
    let vault = try SubjectVault(database, in: state)
    try write(vault)
    let wrapped = try database.read { transaction throws(StorageError) in
      try transaction.rows("SELECT wrapped FROM subjects").first?.optionalBlob("wrapped")
    }
    let needle = try #require(wrapped)
    _ = try vault.erase(Self.alice)
    for name in ["precinct.sqlite", "precinct.sqlite-wal"] {
      let bytes = (try? FileBytes.read(state.file(name), bytesMax: 1 << 24)) ?? []
      #expect(!bytes.indices.contains { bytes[$0...].starts(with: needle) }, "\(name)")
    }
  }

  @Test func aCallerWhoComesBackGetsANewKey() throws {
    let vault = try SubjectVault(database, in: state)
    let first = try write(vault)
    _ = try vault.erase(Self.alice)
    let second = try vault.seal(for: Self.alice)
    #expect(first.caller != second.caller && first.key.id != second.key.id)
    #expect(try shown(vault)["caller_id"] == "[ERASED]")
  }

  @Test func aSubjectHasOneKeyWhoeverAsks() throws {
    let vault = try SubjectVault(database, in: state)
    let seal = try vault.seal(for: Self.alice)
    #expect(vault.cached(Self.alice) === seal)
    #expect(try SubjectVault(database, in: state).seal(for: Self.alice).caller == seal.caller)
    #expect(try vault.sealedCaller(Self.alice) == seal.caller)
    #expect(try vault.sealedCaller("spiffe://poc.local/external/bob") == nil)
  }

  @Test func withoutItsKeyFileTheVaultDoesNotBeginAnew() throws {
    _ = try SubjectVault(database, in: state).seal(for: Self.alice)
    #expect(unlink(state.file(SubjectVault.keyFile)) == 0)
    #expect(throws: AuditError(.keyInvalid, "")) { try SubjectVault(database, in: state) }
  }

  @Test func aFieldIsOpenedToOthersAndOnlyAsWhatItWas() throws {
    let vault = try SubjectVault(database, in: state)
    try write(vault)
    let line = try #require(lines().first)
    var reader = RecordReader(vault, Self.open, role: "admin", now: .now())
    let found = reader.opening(of: .arguments, in: line)
    let opening = try #require(found)
    let read = try #require(FieldOpening(opening.document))
    #expect(read == opening && read.opens(line))
    #expect(!FieldOpening(member: .arguments, salt: opening.salt, value: opening.value + [0x20]).opens(line))
    #expect(!FieldOpening(member: .session, salt: opening.salt, value: opening.value).opens(line))
    var salt = opening.salt
    salt[0] ^= 1
    #expect(!FieldOpening(member: .arguments, salt: salt, value: opening.value).opens(line))
  }

  @Test(arguments: ["", "[SEALED:]", "[SEALED:0123456789abcdef:x:y]", "[SEALED:xyz:a:b:c]", "alice", "[ERASED]"])
  func whatIsNotSealedIsNotTakenForIt(text: String) {
    #expect(SealedText(text) == nil)
  }

  @Test func sealedTextsSurviveNoChange() throws {
    let key = SubjectKey.make()
    let text = try key.seal(Array("x".utf8), as: .caller)
    #expect(SealedText(text.text) == text && key.open(text, as: .caller)?.value == Array("x".utf8))
    #expect(key.open(text, as: .session) == nil)
    #expect(SubjectKey.make().open(text, as: .caller) == nil)
    var generator = SeededGenerator(seed: 7)
    let bytes = Array(text.text.utf8)
    for _ in 0..<500 {
      var changed = bytes
      changed[Int.random(in: 0..<bytes.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
      if let sealed = SealedText(String(decoding: changed, as: UTF8.self)) { #expect(key.open(sealed, as: .caller) == nil) }
    }
  }
}
