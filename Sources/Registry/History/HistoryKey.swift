import Basics
import Crypto

/// The Ed25519 key that signs the registry's history, and its public half.
///
/// The secret half lies in the state directory, readable by its owner alone. Whoever can read it can write another
/// history; keep the public half elsewhere to notice.
public struct HistoryKey: Sendable {
  static let secretFile = "registry-history.key"
  static let publicFile = "registry-history.pub"
  private static let keyBytes = 32

  private let secret: Curve25519.Signing.PrivateKey

  /// Reads the key in `directory`, or makes one.
  init(in directory: String) throws(HistoryError) {
    let path = directory + "/" + Self.secretFile
    do {
      if let bytes = try? FileBytes.read(path, bytesMax: Self.keyBytes) {
        secret = try Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        return
      }
      secret = Curve25519.Signing.PrivateKey()
      // The public half first: a key that signed is never unknown.
      let text = Base64.encode(Array(secret.publicKey.rawRepresentation)) + "\n"
      try FileBytes.replace(directory + "/" + Self.publicFile, with: Array(text.utf8), mode: 0o644)
      try FileBytes.create(path, with: Array(secret.rawRepresentation), mode: 0o600)
    } catch {
      throw HistoryError(
        code: .keyInvalid, path: path, line: 0,
        message: "no signing key can be read or made here (\(error)); restore it from a backup")
    }
  }

  func sign(_ bytes: [UInt8]) throws(HistoryError) -> String {
    do {
      return Base64.encode(Array(try secret.signature(for: bytes)))
    } catch {
      throw HistoryError(code: .keyInvalid, path: Self.secretFile, line: 0, message: "the key does not sign: \(error)")
    }
  }

  var publicKey: [UInt8] { Array(secret.publicKey.rawRepresentation) }

  /// Reads the public half that lies in `directory`.
  static func published(in directory: String) throws(HistoryError) -> [UInt8] {
    let path = directory + "/" + publicFile
    guard let bytes = try? FileBytes.read(path, bytesMax: 256),
      let key = Base64.decode(bytes.prefix { $0 > 0x20 }), key.count == keyBytes
    else { throw HistoryError(code: .keyInvalid, path: path, line: 0, message: "this is no public key of a history") }
    return key
  }

  static func verifies(_ signature: String, of bytes: [UInt8], by key: [UInt8]) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key),
      let signature = Base64.decode(Array(signature.utf8)[...])
    else { return false }
    return key.isValidSignature(signature, for: bytes)
  }
}
