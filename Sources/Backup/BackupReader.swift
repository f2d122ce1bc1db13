import Basics
import Crypto

/// Verifies and restores a backup.
public struct BackupReader: Sendable {
  public let directory: String
  public let manifest: BackupManifest
  private let key: BackupKey?

  /// - Parameter key: May be nil for verifying: checksums are those of what lies in the backup.
  /// - Throws: ``BackupError`` `backup_incomplete`, `backup_damaged`.
  public init(_ directory: String, key: BackupKey?) throws(BackupError) {
    self.directory = directory
    self.key = key
    manifest = try BackupManifest(of: directory)
  }

  private var folder: String { "\(directory)/\(BackupManifest.folder)" }

  /// Checks every file against the manifest, and that none was added. Blocks on the disk.
  ///
  /// - Throws: ``BackupError`` `backup_damaged` naming the first file that is not what was written.
  public func verify() throws(BackupError) {
    let master = try key.flatMap { key throws(BackupError) in try self.master(key) }
    for file in manifest.files { try pass(file, master) { _ in } }
    let known = Set(manifest.files.map(\.name))
    if let extra = try BackupFolder.files(in: folder).sorted().first(where: { !known.contains($0) }) {
      throw BackupError(.damaged, "\(folder)/\(extra) does not belong to the backup.")
    }
  }

  /// Puts every file back. What is damaged is refused before the directory gets its name.
  ///
  /// - Parameter target: The state directory to be; not there yet, or empty.
  /// - Throws: ``BackupError`` `backup_target_not_empty`, `backup_key_invalid`, `backup_damaged` naming the file.
  public func restore(to target: String) throws(BackupError) {
    guard !BackupFolder.exists(target) || BackupFolder.isEmpty(target) else {
      throw BackupError(.notEmpty, "\(target) is not empty; restore into a new directory, and set state_directory to it.")
    }
    let master = try needed()
    let aside = "\(target).restoring"
    BackupFolder.remove(aside)
    do throws(BackupError) {
      try BackupFolder.make(aside)
      for file in manifest.files {
        try BackupFolder.make(BackupFolder.parent("\(aside)/\(file.name)"))
        let output = try FileStream(creating: "\(aside)/\(file.name)", mode: file.mode)
        try pass(file, master) { bytes throws(BackupError) in try output.write(bytes) }
        try output.flush()
      }
      try BackupFolder.flush(aside)
      if BackupFolder.exists(target) { BackupFolder.remove(target) }
      try BackupFolder.rename(aside, to: target)
    } catch {
      BackupFolder.remove(aside)
      throw error
    }
  }

  /// The key of an encrypted backup.
  private func needed() throws(BackupError) -> SymmetricKey? {
    switch (manifest.encryption, key) {
    case (nil, _): return nil
    case (let method?, nil):
      throw BackupError(.keyInvalid, "The backup is encrypted (\(method)): give its --key-file or --passphrase-env.")
    case (_?, let key?): return try master(key)
    }
  }

  private func master(_ key: BackupKey) throws(BackupError) -> SymmetricKey? {
    guard let method = manifest.encryption else { return nil }
    guard method == key.method else {
      throw BackupError(.keyInvalid, "The backup was encrypted with \(method), not with \(key.method).")
    }
    return try key.master(salt: manifest.salt)
  }

  /// Reads one file, checks it, and gives its plain bytes to `body` piece by piece.
  private func pass(
    _ file: BackupManifest.File, _ master: SymmetricKey?, _ body: ([UInt8]) throws(BackupError) -> Void
  ) throws(BackupError) {
    let path = "\(folder)/\(file.name)"
    guard BackupFolder.exists(path) else { throw BackupError(.damaged, "\(path) is missing.") }
    let input = try FileStream(reading: path)
    var cipher = master.map { ChunkCipher($0, name: file.name) }
    let size = cipher == nil ? ChunkCipher.chunkBytes : ChunkCipher.chunkBytes + ChunkCipher.tagBytes
    var hash = SHA256()
    var bytes = 0
    var chunk = try input.read(size)
    while true {
      let next = chunk.count < size ? [] : try input.read(size)
      hash.update(data: chunk)
      bytes += chunk.count
      if cipher != nil {
        guard let plain = cipher?.open(chunk, isLast: next.isEmpty) else {
          throw BackupError(.damaged, "\(path) cannot be decrypted: it was changed, or the key is another.")
        }
        try body(plain)
      } else {
        try body(chunk)
      }
      if next.isEmpty { break }
      chunk = next
    }
    guard bytes == file.bytes, Hex.encode(hash.finalize()) == file.digest else {
      throw BackupError(.damaged, "\(path) is not what was backed up.")
    }
  }
}
