import Audit
public import Basics
import Crypto
import Storage

/// Makes a backup of a state directory, also while a gateway runs on it.
///
/// The database is copied by SQLite itself as of one moment. The log is copied behind everything that promises entries,
/// cut to whole lines, and verified in the copy; if a segment was closed in between, copying begins again. Everything
/// goes into a directory whose name ends in `.partial`, the manifest last; only then does it get its name, so a copy that
/// was interrupted is never taken for a backup.
public struct BackupWriter: Sendable {
  private let source: BackupSource
  private let key: BackupKey?
  /// Attempts to copy the log while it is being written.
  private static let attemptsMax = 5

  public init(_ source: BackupSource, key: BackupKey?) {
    self.source = source
    self.key = key
  }

  /// Blocks on the disk.
  ///
  /// - Parameter directory: The backup; nothing may be there.
  /// - Throws: ``BackupError`` `backup_file_failed`, `backup_inconsistent`, `backup_target_not_empty`.
  public func write(to directory: String, now: Timestamp) throws -> BackupManifest {
    guard !BackupFolder.exists(directory) else {
      throw BackupError(.notEmpty, "\(directory) is there already; a backup is never written over.")
    }
    let partial = "\(directory).partial"
    BackupFolder.remove(partial)
    var lastProblem = ""
    for _ in 0..<Self.attemptsMax {
      do {
        let manifest = try attempt(partial, now: now)
        try BackupFolder.rename(partial, to: directory)
        return manifest
      } catch let error as BackupError where error.code == .inconsistent {
        lastProblem = error.message
        BackupFolder.remove(partial)
      } catch {
        BackupFolder.remove(partial)
        throw error
      }
    }
    throw BackupError(.inconsistent, lastProblem)
  }

  private func attempt(_ partial: String, now: Timestamp) throws -> BackupManifest {
    let plain = "\(partial)/plain"
    try BackupFolder.make(plain)
    try copyDatabase(to: plain)
    for file in try source.files() { try copy(file.path, to: "\(plain)/\(file.name)", isActive: file.name == source.auditPathInBackup) }
    let (sequence, hash) = try verify("\(plain)/\(source.auditPathInBackup)")
    var random = SystemRandomNumberGenerator()
    let salt = key == nil ? [] : (0..<BackupKey.saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let master = try key?.master(salt: salt)
    let folder = "\(partial)/\(BackupManifest.folder)"
    var files: [BackupManifest.File] = []
    for name in try BackupFolder.files(in: plain).sorted() {
      files.append(try store("\(plain)/\(name)", as: name, in: folder, master))
    }
    BackupFolder.remove(plain)
    let manifest = BackupManifest(
      createdAt: now, stateDirectory: source.stateDirectory, auditPath: source.auditPathInBackup, files: files,
      encryption: key?.method, salt: salt, lastSequence: sequence, lastHash: hash)
    try BackupFolder.flush(folder)
    let bytes = manifest.document.serialized() + [0x0A]
    try FileBytes.create("\(partial)/\(BackupManifest.name)", with: bytes, mode: 0o600)
    try FileBytes.create("\(partial)/\(BackupManifest.checksumName)", with: BackupManifest.checksum(of: bytes), mode: 0o600)
    try FileBytes.flushDirectory(of: "\(partial)/\(BackupManifest.name)")
    return manifest
  }

  private func copyDatabase(to folder: String) throws {
    let path = "\(source.stateDirectory)/\(BackupSource.database)"
    guard BackupFolder.exists(path) else { return }
    let database = try StateDatabase(in: StateDirectory(source.stateDirectory))
    try database.copy(to: "\(folder)/\(BackupSource.database)")
    try database.close()
  }

  /// A file that is gone by now belonged to a moment that is over.
  private func copy(_ path: String, to target: String, isActive: Bool) throws(BackupError) {
    let input: FileStream
    do throws(BackupError) { input = try FileStream(reading: path) } catch {
      if !BackupFolder.exists(path) { return }
      throw error
    }
    try BackupFolder.make(BackupFolder.parent(target))
    let output = try FileStream(creating: target, mode: input.mode)
    /// The beginning of a line of the active segment whose end was not read yet: never durable as a whole.
    var tail: [UInt8] = []
    while true {
      let chunk = try input.read(ChunkCipher.chunkBytes)
      guard !chunk.isEmpty else { return }
      guard isActive else {
        try output.write(chunk)
        continue
      }
      tail += chunk
      guard let end = tail.lastIndex(of: 0x0A) else { continue }
      try output.write(Array(tail[...end]))
      tail = Array(tail[(end + 1)...])
    }
  }

  /// Whether the copy of the log holds together, and where it ends.
  private func verify(_ path: String) throws -> (Int, String) {
    let result: AuditVerification
    do throws(AuditError) { result = try AuditVerifier(path, isPartial: true).verify() } catch {
      // A gateway that never started has no log.
      if !BackupFolder.exists(source.auditPath) { return (0, "") }
      throw BackupError(.inconsistent, "The copy of the log cannot be verified: \(error.message)")
    }
    if let damage = result.damage {
      throw BackupError(
        .inconsistent, "The copy of the log does not verify (\(damage.evidence)); run agw audit verify on the log itself.")
    }
    return (Int(clamping: result.last), result.lastHash)
  }

  /// Moves a file of the copy into the backup, encrypted if there is a key.
  private func store(
    _ path: String, as name: String, in folder: String, _ master: SymmetricKey?
  ) throws(BackupError) -> BackupManifest.File {
    let input = try FileStream(reading: path)
    let target = "\(folder)/\(name)"
    try BackupFolder.make(BackupFolder.parent(target))
    let output = try FileStream(creating: target, mode: 0o600)
    var cipher = master.map { ChunkCipher($0, name: name) }
    var hash = SHA256()
    var bytes = 0
    var chunk = try input.read(ChunkCipher.chunkBytes)
    while true {
      let next = chunk.count < ChunkCipher.chunkBytes ? [] : try input.read(ChunkCipher.chunkBytes)
      let stored = try cipher?.seal(chunk, isLast: next.isEmpty) ?? chunk
      hash.update(data: stored)
      bytes += stored.count
      try output.write(stored)
      if next.isEmpty { break }
      chunk = next
    }
    try output.flush()
    return BackupManifest.File(name: name, bytes: bytes, digest: Hex.encode(hash.finalize()), mode: input.mode)
  }
}
