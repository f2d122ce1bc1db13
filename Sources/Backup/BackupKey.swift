public import Basics
import Crypto
import CryptoExtras

/// What a backup is encrypted with: a key file of 32 or more random bytes, or a passphrase.
public enum BackupKey: Sendable {
  case file(Redacted<[UInt8]>)
  case passphrase(Redacted<String>)

  static let bytesMin = 32
  static let saltBytes = 32
  /// RFC 7914: cost, block size and parallelism; 64 MiB and about a fifth of a second.
  static let scryptRounds = 1 << 16
  static let scryptBlockSize = 8
  static let scryptParallelism = 1

  /// Reads a key file, which nobody else may read.
  public init(file path: String) throws(BackupError) {
    do throws(FileError) {
      guard try FileBytes.permissions(path) & 0o077 == 0 else { throw FileError("use", path, reason: "others may read it") }
      let bytes = try FileBytes.read(path, bytesMax: 4_096)
      guard bytes.count >= Self.bytesMin else { throw FileError("use", path, reason: "it has fewer than 32 bytes") }
      self = .file(Redacted(bytes))
    } catch {
      throw BackupError(.keyInvalid, "The key of the backup: \(error). Make one with: umask 077; head -c 32 /dev/urandom > FILE")
    }
  }

  /// As the manifest names it.
  var method: String {
    switch self {
    case .file: "key-file"
    case .passphrase: "scrypt"
    }
  }

  /// The key of one backup.
  func master(salt: [UInt8]) throws(BackupError) -> SymmetricKey {
    switch self {
    case .file(let bytes):
      return HKDF<SHA256>.deriveKey(
        inputKeyMaterial: SymmetricKey(data: bytes.exposed()), salt: salt, info: Array("precinct backup v1".utf8),
        outputByteCount: 32)
    case .passphrase(let text):
      do {
        return try KDF.Scrypt.deriveKey(
          from: Array(text.exposed().utf8), salt: salt, outputByteCount: 32, rounds: Self.scryptRounds,
          blockSize: Self.scryptBlockSize, parallelism: Self.scryptParallelism)
      } catch {
        throw BackupError(.keyInvalid, "No key can be derived from the passphrase: \(error).")
      }
    }
  }
}
