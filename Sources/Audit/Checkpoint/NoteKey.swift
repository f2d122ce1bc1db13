import Basics
import Crypto

/// A key that verifies notes. Source: C2SP signed-note; C2SP tlog-cosignature for witnesses.
///
/// Text: `NAME+ID+KEY`, the ID in hexadecimal, the key in base 64 behind its kind: 1 for Ed25519, 4 for the key of a
/// witness, whose signatures say when they were made.
public struct NoteKey: Sendable, Equatable, CustomStringConvertible {
  static let ed25519: UInt8 = 1
  static let cosignature: UInt8 = 4

  public let name: String
  private let kind: UInt8
  /// The beginning of the hash of name and key: a hint, no proof.
  public let id: UInt32
  private let key: [UInt8]

  init(name: String, key: Curve25519.Signing.PublicKey, kind: UInt8 = ed25519) {
    self.name = name
    self.kind = kind
    self.key = Array(key.rawRepresentation)
    id = Self.id(name: name, kind: kind, key: self.key)
  }

  /// Whether it is a witness's, and not a log's.
  public var isWitness: Bool { kind == Self.cosignature }

  /// Reads the text form; nil if it is none.
  public init?(_ text: String) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, Self.isName(parts[0]), let bytes = Base64.decode(parts[2].utf8), bytes.count == 33,
      [Self.ed25519, Self.cosignature].contains(bytes[0]), let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes[1...])
    else { return nil }
    self.init(name: String(parts[0]), key: key, kind: bytes[0])
    guard Self.hex(id) == parts[1].lowercased() else { return nil }
  }

  public var description: String { "\(name)+\(Self.hex(id))+\(Base64.encode([kind] + key))" }

  /// Whether one of the signatures is this key's over the text.
  func verifies(_ note: SignedNote) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
    return note.signatures.contains { signature in
      guard signature.name == name, signature.keyID == id else { return false }
      guard isWitness else { return key.isValidSignature(signature.bytes, for: Array(note.text.utf8)) }
      let (time, bytes) = (signature.bytes.prefix(Self.timeBytes), signature.bytes.dropFirst(Self.timeBytes))
      guard time.count == Self.timeBytes else { return false }
      return key.isValidSignature(bytes, for: Self.cosigned(note.text, time: time.reduce(0) { $0 << 8 | UInt64($1) }))
    }
  }

  /// The time of a cosignature, in bytes.
  static let timeBytes = 8

  /// What a witness signs of a checkpoint.
  ///
  /// - Parameter time: Seconds since 1970.
  static func cosigned(_ text: String, time: UInt64) -> [UInt8] { Array("cosignature/v1\ntime \(time)\n\(text)".utf8) }

  /// Names hold no blanks and no plus signs.
  static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy { $0 != "+" && !$0.properties.isWhitespace && $0.value >= 0x20 }
  }

  static func hex(_ id: UInt32) -> String {
    Hex.encode((0..<4).map { UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * $0)) })
  }

  private static func id(name: String, kind: UInt8, key: [UInt8]) -> UInt32 {
    let digest = Digest256(of: Array(name.utf8) + [0x0a, kind] + key).bytes
    return digest[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
  }
}
