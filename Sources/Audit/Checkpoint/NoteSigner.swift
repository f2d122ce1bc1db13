import Basics
import Crypto

/// A key that signs notes. Source: C2SP signed-note, whose private form is that of Go's `note` package:
/// `PRIVATE+KEY+NAME+ID+SEED`.
struct NoteSigner: Sendable {
  private static let prefix = "PRIVATE+KEY+"

  let publicKey: NoteKey
  private let key: Curve25519.Signing.PrivateKey

  /// Makes a new key.
  init(name: String) {
    key = Curve25519.Signing.PrivateKey()
    publicKey = NoteKey(name: name, key: key.publicKey)
  }

  /// Reads the private form; nil if it is none.
  init?(_ text: some StringProtocol) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    let parts = text.dropFirst(Self.prefix.count).split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, NoteKey.isName(parts[0]), let bytes = Base64.decode(parts[2].utf8), bytes.count == 33,
      bytes[0] == NoteKey.ed25519, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes[1...])
    else { return nil }
    self.key = key
    publicKey = NoteKey(name: String(parts[0]), key: key.publicKey)
    guard NoteKey.hex(publicKey.id) == parts[1] else { return nil }
  }

  /// The private form. It is a secret: it goes to the key file, and nowhere else.
  var secret: String {
    let seed = [NoteKey.ed25519] + Array(key.rawRepresentation)
    return "\(Self.prefix)\(publicKey.name)+\(NoteKey.hex(publicKey.id))+\(Base64.encode(seed))"
  }

  func signature(of text: String) throws(AuditError) -> SignedNote.Signature {
    do {
      let bytes = Array(try key.signature(for: Array(text.utf8)))
      return SignedNote.Signature(name: publicKey.name, keyID: publicKey.id, bytes: bytes)
    } catch { throw AuditError(.unavailable, "A checkpoint cannot be signed: \(error).") }
  }
}
