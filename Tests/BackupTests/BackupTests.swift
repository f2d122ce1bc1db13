import Audit
import Basics
import Glibc
import Storage
import TestKit
import Testing

@testable import Backup

@Suite("Backups") struct BackupTests {
  private let directory: TemporaryDirectory
  private var state: String { directory.file("state") }
  private var backup: String { directory.file("backups/one") }
  private var source: BackupSource { BackupSource(stateDirectory: state, auditPath: "\(state)/audit.jsonl") }
  private static let now = Timestamp(rfc3339: "2026-03-01T10:00:00Z") ?? Timestamp(seconds: 0)

  init() throws {
    directory = try TemporaryDirectory()
    let database = try StateDatabase(in: StateDirectory(state))
    try database.migrate([Migration(name: "test-1", sql: "CREATE TABLE things (name TEXT) STRICT")])
    try database.write { transaction throws(StorageError) in
      try transaction.execute("INSERT INTO things VALUES (?)", [.text("kept")])
    }
    try directory.write("secret", to: "state/secrets.json", mode: 0o600)
    try directory.write("token", to: "state/control.token", mode: 0o600)
    // A segment is closed before a commit, so it takes more than one.
    for part in 0..<5 {
      let log = try openLog()
      for number in 0..<10 { _ = try log.append(Self.entry(part * 10 + number), isAwaited: false) }
      try log.close()
    }
  }

  private func openLog() throws -> AuditLog {
    var options = AuditLogOptions(durability: .buffered, segmentBytesMax: 2_048)
    options.signing = AuditSigning(origin: "test/log")
    return try AuditLog("\(state)/audit.jsonl", options)
  }

  private static func entry(_ number: Int) -> AuditEntry {
    var entry = AuditEntry(timestamp: now, event: .decision)
    entry.decisionID = "d-\(number)"
    return entry
  }

  private func write(_ key: BackupKey? = nil) throws -> BackupManifest {
    try BackupWriter(source, key: key).write(to: backup, now: Self.now)
  }

  private func code(_ body: () throws -> Void) -> BackupError.Code? {
    do { try body() } catch { return (error as? BackupError)?.code }
    return nil
  }

  private func restored(_ key: BackupKey? = nil) throws -> String {
    let target = directory.file("restored")
    try BackupReader(backup, key: key).restore(to: target)
    return target
  }

  static let keys: [BackupKey?] = [nil, .file(Redacted([UInt8](repeating: 7, count: 32))), .passphrase(Redacted("correct horse"))]

  @Test(arguments: 0..<3)
  func whatIsRestoredIsWhatWasThere(index: Int) throws {
    let key = Self.keys[index]
    let manifest = try write(key)
    #expect(manifest.lastSequence == 50 && manifest.encryption == [nil, "key-file", "scrypt"][index])
    try BackupReader(backup, key: key).verify()
    try BackupReader(backup, key: nil).verify()
    let target = try restored(key)
    #expect(try FileBytes.permissions("\(target)/secrets.json") == 0o600)
    #expect(try FileBytes.read("\(target)/secrets.json", bytesMax: 100) == Array("secret".utf8))
    let found = try AuditVerifier("\(target)/audit.jsonl").verify()
    #expect(found.isIntact && found.entries == 50 && found.segments > 1 && found.checkpoints > 0)
    let rows = try StateDatabase(in: StateDirectory(target)).read { transaction throws(StorageError) in
      try transaction.rows("SELECT name FROM things").map { row throws(StorageError) in try row.text("name") }
    }
    #expect(rows == ["kept"])
    #expect(access("\(target)/control.token", F_OK) != 0, "what belongs to one process is not restored")
  }

  @Test func anEncryptedBackupShowsNothing() throws {
    _ = try write(Self.keys[1])
    let bytes = try FileBytes.read("\(backup)/files/secrets.json", bytesMax: 1_000)
    #expect(bytes.count == 6 + ChunkCipher.tagBytes && !bytes.starts(with: "secret".utf8))
    #expect(code { _ = try restored(nil) } == .keyInvalid)
    #expect(code { _ = try restored(Self.keys[2]) } == .keyInvalid)
    #expect(code { _ = try restored(.file(Redacted([UInt8](repeating: 8, count: 32)))) } == .damaged)
    #expect(access(directory.file("restored"), F_OK) != 0 && access(directory.file("restored.restoring"), F_OK) != 0)
  }

  @Test(arguments: [0, 1])
  func aDamagedFileIsNamedAndNothingIsRestored(index: Int) throws {
    let key = Self.keys[index]
    let manifest = try write(key)
    for file in manifest.files where file.bytes > 0 {
      let path = "\(backup)/files/\(file.name)"
      let whole = try FileBytes.read(path, bytesMax: 1 << 24)
      var changed = whole
      changed[changed.count / 2] ^= 1
      for bytes in [changed, Array(whole.dropLast())] {
        try FileBytes.replace(path, with: bytes, mode: 0o600)
        do {
          try BackupReader(backup, key: nil).verify()
          Issue.record("\(file.name) verifies")
        } catch {
          #expect(error.code == .damaged && error.message.contains(file.name))
        }
        #expect(code { _ = try restored(key) } == .damaged)
        #expect(access(directory.file("restored"), F_OK) != 0)
      }
      try FileBytes.replace(path, with: whole, mode: 0o600)
    }
    try BackupReader(backup, key: key).verify()
  }

  @Test func missingAddedAndChangedManifestsAreNoticed() throws {
    _ = try write()
    try FileBytes.create("\(backup)/files/extra", with: [1], mode: 0o600)
    #expect(code { try BackupReader(backup, key: nil).verify() } == .damaged)
    unlink("\(backup)/files/extra")
    rename("\(backup)/files/secrets.json", directory.file("aside"))
    #expect(code { try BackupReader(backup, key: nil).verify() } == .damaged)
    rename(directory.file("aside"), "\(backup)/files/secrets.json")
    var bytes = try FileBytes.read("\(backup)/MANIFEST.json", bytesMax: 1 << 20)
    bytes[20] ^= 1
    try FileBytes.replace("\(backup)/MANIFEST.json", with: bytes, mode: 0o600)
    #expect(code { _ = try BackupReader(backup, key: nil) } == .damaged)
    unlink("\(backup)/MANIFEST.json")
    #expect(code { _ = try BackupReader(backup, key: nil) } == .incomplete)
  }

  @Test func nothingIsWrittenOver() throws {
    _ = try write()
    #expect(code { _ = try write() } == .notEmpty)
    let target = directory.file("restored")
    mkdir(target, 0o700)
    try directory.write("x", to: "restored/y")
    #expect(code { _ = try restored() } == .notEmpty)
    unlink("\(target)/y")
    _ = try restored()
  }

  @Test func itIsConsistentWhileTheLogIsWritten() throws {
    let log = try openLog()
    defer { try? log.close() }
    for round in 0..<3 {
      for number in 0..<200 { _ = try log.append(Self.entry(number), isAwaited: false) }
      let path = directory.file("backups/round-\(round)")
      _ = try BackupWriter(source, key: nil).write(to: path, now: Self.now)
      let report = RestoreTest(path, key: nil).run(in: directory.file("work")) { Self.now }
      #expect(report.isPassed, "\(report.failures)")
    }
  }

  @Test func aRestoreTestReportsWhatFailed() throws {
    _ = try write()
    let good = RestoreTest(backup, key: nil).run(in: directory.file("work")) { Self.now }
    #expect(good.isPassed && good.entries == 50 && good.document["result"] == "passed")
    #expect(access(directory.file("work"), F_OK) != 0)
    try FileBytes.replace("\(backup)/files/audit.jsonl", with: [0x7B, 0x0A], mode: 0o600)
    let bad = RestoreTest(backup, key: nil).run(in: directory.file("work")) { Self.now }
    #expect(!bad.isPassed && bad.document["result"] == "failed" && bad.failures[0].contains("audit.jsonl"))
  }

  @Test func aCopyThatWasCutOffIsNoBackup() throws {
    let manifest = try write()
    let partial = directory.file("backups/two.partial")
    rename(backup, partial)
    unlink("\(partial)/MANIFEST.sha256")
    #expect(code { _ = try BackupReader(partial, key: nil) } == .incomplete)
    // What an earlier attempt left is cleared away.
    let again = try BackupWriter(source, key: nil).write(to: directory.file("backups/two"), now: Self.now)
    #expect(again.files.count == manifest.files.count)
  }

  @Test func chunksCannotBeMovedCutOffOrRepeated() throws {
    let master = try #require(Self.keys[1]).master(salt: [1])
    var sealing = ChunkCipher(master, name: "a")
    let first = try sealing.seal([1, 2, 3], isLast: false)
    let second = try sealing.seal([4], isLast: true)
    var opening = ChunkCipher(master, name: "a")
    #expect(opening.open(second, isLast: true) == nil)
    #expect(opening.open(first, isLast: true) == nil)
    #expect(opening.open(first, isLast: false) == [1, 2, 3])
    #expect(opening.open(first, isLast: false) == nil)
    #expect(opening.open(second, isLast: true) == [4])
    var other = ChunkCipher(master, name: "b")
    #expect(other.open(first, isLast: false) == nil)
  }

  @Test func aManifestThatLeadsOutOfItsDirectoryIsRefused() throws {
    _ = try write()
    let text = String(decoding: try FileBytes.read("\(backup)/MANIFEST.json", bytesMax: 1 << 20), as: UTF8.self)
    for name in ["../x", "/etc/x", "a//b", "."] {
      let bytes = Array(text.replacing(#""name":"secrets.json""#, with: #""name":"\#(name)""#).utf8)
      try FileBytes.replace("\(backup)/MANIFEST.json", with: bytes, mode: 0o600)
      try FileBytes.replace("\(backup)/MANIFEST.sha256", with: BackupManifest.checksum(of: bytes), mode: 0o600)
      #expect(code { _ = try BackupReader(backup, key: nil) } == .damaged, "\(name)")
    }
  }
}
