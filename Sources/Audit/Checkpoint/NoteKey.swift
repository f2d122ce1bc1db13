import Basics
import Crypto

/// A key that verifies notes. Source: C2SP signed-note.
///
/// Text: `NAME+ID+KEY`, the ID in hexadecimal, the key in base 64 behind its kind, 1 for Ed25519.
public struct NoteKey: Sendable, Equatable, CustomStringConvertible {
  static let ed25519: UInt8 = 1

  public let name: String
  /// The beginning of the hash of name and key: a hint, no proof.
  public let id: UInt32
  private let key: [UInt8]

  init(name: String, key: Curve25519.Signing.PublicKey) {
    self.name = name
    self.key = Array(key.rawRepresentation)
    id = Self.id(name: name, key: self.key)
  }

  /// Reads the text form; nil if it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, Self.isName(parts[0]), let bytes = Base64.decode(parts[2].utf8), bytes.count == 33,
      bytes[0] == Self.ed25519, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes[1...])
    else { return nil }
    self.init(name: String(parts[0]), key: key)
    guard Self.hex(id) == parts[1].lowercased() else { return nil }
  }

  public var description: String { "\(name)+\(Self.hex(id))+\(Base64.encode([Self.ed25519] + key))" }

  /// Whether one of the signatures is this key's over the text.
  func verifies(_ note: SignedNote) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
    return note.signatures.contains { signature in
      signature.name == name && signature.keyID == id
        && key.isValidSignature(signature.bytes, for: Array(note.text.utf8))
    }
  }

  /// Names hold no blanks and no plus signs.
  static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy { $0 != "+" && !$0.properties.isWhitespace && $0.value >= 0x20 }
  }

  static func hex(_ id: UInt32) -> String {
    Hex.encode((0..<4).map { UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * $0)) })
  }

  private static func id(name: String, key: [UInt8]) -> UInt32 {
    let digest = Digest256(of: Array(name.utf8) + [0x0a, ed25519] + key).bytes
    return digest[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
  }
}
