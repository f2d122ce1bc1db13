import Basics
import Crypto

/// Checks a directory of evidence: signature, checksums, and that nothing was added or taken away.
public enum EvidenceVerifier {
  /// What was verified.
  public struct Result: Sendable {
    public let files: Int
    /// SHA-256 of the public key's 32 bytes, in hexadecimal.
    public let keyDigest: String
    /// Whether the key was given by the verifier, and not taken from the directory.
    public let isKeyGiven: Bool
  }

  private static let keyBytesMax = 4_096
  private static let signatureBytes = 64

  /// - Parameter publicKeyPath: A PEM file that the verifier trusts; without it the key that lies beside the evidence is
  ///   used, which whoever changes the evidence can replace as well.
  /// - Throws: ``ComplianceError`` `compliance_evidence_changed` naming the first file that is not what was signed.
  public static func verify(_ directory: String, publicKeyPath: String? = nil) throws(ComplianceError) -> Result {
    let bytes = try read("\(directory)/\(EvidenceManifest.name)", bytesMax: EvidenceManifest.fileBytesMax)
    let signature = try read("\(directory)/\(EvidenceManifest.signatureName)", bytesMax: signatureBytes)
    let keyPath = publicKeyPath ?? "\(directory)/\(EvidenceManifest.keyName)"
    let pem = String(decoding: try read(keyPath, bytesMax: keyBytesMax), as: UTF8.self)
    guard let key = EvidenceSigner.publicKey(pem) else {
      throw ComplianceError(.keyInvalid, "\(keyPath) is no Ed25519 public key in PEM.")
    }
    guard key.isValidSignature(signature, for: bytes) else {
      throw changed("\(EvidenceManifest.name) is not signed with the key \(keyPath).")
    }
    guard let signed = EvidenceManifest(bytes) else { throw changed("\(EvidenceManifest.name) is no list of checksums.") }
    let found = try EvidenceManifest(of: directory)
    for (path, digest) in signed.digests.sorted(by: { $0.key < $1.key }) {
      guard let own = found.digests[path] else { throw changed("\(path) is missing.") }
      guard own == digest else { throw changed("\(path) is not what was signed.") }
    }
    if let extra = found.digests.keys.sorted().first(where: { signed.digests[$0] == nil }) {
      throw changed("\(extra) was added.")
    }
    return Result(
      files: signed.digests.count, keyDigest: Digest256(of: Array(key.rawRepresentation)).hex, isKeyGiven: publicKeyPath != nil)
  }

  private static func changed(_ message: String) -> ComplianceError { ComplianceError(.evidenceChanged, message) }

  private static func read(_ path: String, bytesMax: Int) throws(ComplianceError) -> [UInt8] {
    do throws(FileError) { return try FileBytes.read(path, bytesMax: bytesMax) } catch {
      throw ComplianceError(error.isNotFound ? .evidenceChanged : .fileFailed, "\(error).")
    }
  }
}
