import Basics
import Storage

/// The files of a secret store. Every function blocks on the disk.
struct SecretVault: Sendable {
  let directory: StateDirectory

  private var path: String { directory.file(SecretFile.fileName) }

  /// Reads every secret. No file is an empty store; a file without its key is an error, never a new key.
  func load() throws(SecretError) -> SecretTable {
    guard let bytes = try read() else { return SecretTable() }
    guard let key = try SecretKey.load(from: directory) else {
      throw SecretError(
        .unavailable,
        "\(path) cannot be read without \(directory.file(SecretKey.fileName)), which is missing.")
    }
    return try SecretFile.decode(bytes, key: key, path: path)
  }

  /// Changes the store and writes it, while no other process changes it.
  ///
  /// - Returns: What `body` returns, and the table as it is on the disk now.
  func change<Result>(
    _ body: (inout SecretTable) throws(SecretError) -> Result
  ) throws(SecretError) -> (result: Result, table: SecretTable) {
    let lock: FileLock
    do throws(FileError) {
      lock = try FileLock(directory.file("secrets.lock"))
    } catch {
      throw SecretError(.unavailable, "The gateway \(error).")
    }
    defer { lock.release() }
    var table = try load()
    let result = try body(&table)
    let key =
      if let known = try SecretKey.load(from: directory) { known } else {
        try SecretKey.create(in: directory)
      }
    let bytes = try SecretFile.encode(table, key: key)
    do throws(FileError) {
      try FileBytes.replace(path, with: bytes, mode: 0o600)
    } catch {
      throw SecretError(.unavailable, "The gateway \(error).")
    }
    return (result, table)
  }

  private func read() throws(SecretError) -> [UInt8]? {
    do throws(FileError) {
      return try FileBytes.read(path, bytesMax: SecretFile.bytesMax)
    } catch  where error.isNotFound {
      return nil
    } catch {
      throw SecretError(.unavailable, "The gateway \(error).")
    }
  }
}
