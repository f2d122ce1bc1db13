import Basics
import Crypto
import Storage

/// The key of a secret store: 256 random bits in a file for the gateway's own user only.
struct SecretKey: Sendable {
  /// Seals values.
  let sealing: SymmetricKey
  /// Authenticates the whole file.
  let authentication: SymmetricKey

  static let fileName = "secrets.key"
  private static let byteCount = 32
  private static let fileBytesMax = 256

  /// Two keys for two uses from one. Source: RFC 5869.
  private init(_ bytes: [UInt8]) {
    let root = SymmetricKey(data: bytes)
    sealing = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: root, info: Array("precinct secrets seal".utf8), outputByteCount: Self.byteCount)
    authentication = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: root, info: Array("precinct secrets file".utf8), outputByteCount: Self.byteCount)
  }

  /// Makes a key, where there is none.
  static func create(in directory: StateDirectory) throws(SecretError) -> SecretKey {
    let path = directory.file(fileName)
    let bytes = (0..<byteCount).map { _ in UInt8.random(in: .min ... .max) }
    do throws(FileError) {
      try FileBytes.create(path, with: Array((Hex.encode(bytes) + "\n").utf8), mode: 0o600)
      try FileBytes.flushDirectory(of: path)
    } catch {
      throw SecretError(.unavailable, "The gateway \(error).")
    }
    return SecretKey(bytes)
  }

  /// Reads the key; nil if there is none.
  static func load(from directory: StateDirectory) throws(SecretError) -> SecretKey? {
    let path = directory.file(fileName)
    let text: [UInt8]
    do throws(FileError) {
      guard try FileBytes.permissions(path) & 0o077 == 0 else {
        throw FileError(
          "use", path, reason: "others may read it; run `chmod 600 \(path)` and rotate every secret")
      }
      text = try FileBytes.read(path, bytesMax: fileBytesMax)
    } catch  where error.isNotFound {
      return nil
    } catch {
      throw SecretError(.unavailable, "The gateway \(error).")
    }
    let digits = text.last == UInt8(ascii: "\n") ? text.dropLast() : text[...]
    guard let bytes = Hex.decode(digits), bytes.count == byteCount else {
      throw SecretError(.unavailable, "\(path) does not hold a key of 64 hexadecimal digits.")
    }
    return SecretKey(bytes)
  }
}
