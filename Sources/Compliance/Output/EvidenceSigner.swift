import Basics
import Crypto

/// The key that signs evidence: Ed25519, in the PEM forms of RFC 8410 that OpenSSL reads.
public struct EvidenceSigner: Sendable {
  private let key: Curve25519.Signing.PrivateKey
  private static let bytesMax = 4_096

  /// What precedes the 32 bytes of the seed in PKCS 8, and those of the key in a SubjectPublicKeyInfo (RFC 8410).
  private static let privatePrefix: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]
  private static let publicPrefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

  /// Reads the key of a file, or makes one there (mode 0600) if there is none.
  ///
  /// - Throws: ``ComplianceError`` `compliance_key_invalid` if the file is no such key or others may read it.
  public init(_ path: String) throws(ComplianceError) {
    if let text = try Self.existing(path) {
      guard let der = Self.der(text, "PRIVATE KEY"), der.starts(with: Self.privatePrefix),
        let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: der.dropFirst(Self.privatePrefix.count))
      else { throw ComplianceError(.keyInvalid, "\(path) is no Ed25519 key in PEM (openssl genpkey -algorithm ed25519).") }
      self.key = key
    } else {
      key = Curve25519.Signing.PrivateKey()
      let pem = Self.pem(Self.privatePrefix + Array(key.rawRepresentation), "PRIVATE KEY")
      do throws(FileError) { try FileBytes.create(path, with: Array(pem.utf8), mode: 0o600) } catch {
        throw ComplianceError(.keyInvalid, "The signing key cannot be made: \(error).")
      }
    }
  }

  /// The text of a key file that nobody else may read; nil if there is no file.
  private static func existing(_ path: String) throws(ComplianceError) -> String? {
    let mode: UInt32
    let bytes: [UInt8]
    do throws(FileError) {
      mode = try FileBytes.permissions(path)
      bytes = try FileBytes.read(path, bytesMax: bytesMax)
    } catch {
      if error.isNotFound { return nil }
      throw ComplianceError(.keyInvalid, "The signing key cannot be read: \(error).")
    }
    guard mode & 0o077 == 0 else {
      throw ComplianceError(.keyInvalid, "Others may read the key \(path): chmod 600 \(path), or make a new one.")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The public half, in PEM.
  public var publicKey: String { Self.pem(Self.publicPrefix + Array(key.publicKey.rawRepresentation), "PUBLIC KEY") }

  /// 64 bytes (RFC 8032).
  func sign(_ bytes: [UInt8]) throws(ComplianceError) -> [UInt8] {
    do { return Array(try key.signature(for: bytes)) } catch {
      throw ComplianceError(.keyInvalid, "The evidence cannot be signed: \(error).")
    }
  }

  /// The key of a PEM text; nil if it is no Ed25519 public key.
  static func publicKey(_ pem: String) -> Curve25519.Signing.PublicKey? {
    guard let der = der(pem, "PUBLIC KEY"), der.starts(with: publicPrefix) else { return nil }
    return try? Curve25519.Signing.PublicKey(rawRepresentation: der.dropFirst(publicPrefix.count))
  }

  private static func pem(_ der: [UInt8], _ label: String) -> String {
    "-----BEGIN \(label)-----\n\(Base64.encode(der))\n-----END \(label)-----\n"
  }

  private static func der(_ pem: String, _ label: String) -> [UInt8]? {
    let lines = pem.split(whereSeparator: \.isNewline)
    guard lines.first == "-----BEGIN \(label)-----", lines.last == "-----END \(label)-----" else { return nil }
    return Base64.decode(lines.dropFirst().dropLast().joined().utf8)
  }
}
