import Basics

/// A value as it stands in the log for those who lack its key.
///
/// `[SEALED:<subject>:<commitment>:<ciphertext>]`: the subject's ID in 16 hexadecimal digits; SHA-256 of a salt and the
/// value, and AES-256-GCM's nonce, ciphertext and tag of both, in base 64 for URLs. The commitment lets one value be
/// opened to somebody who holds the entry and its proof, without giving the key away.
public struct SealedText: Sendable, Equatable {
  public let subject: String
  /// See ``FieldOpening``.
  public let commitment: [UInt8]
  let ciphertext: [UInt8]

  static let opening = "[SEALED:"
  static let subjectDigits = 16
  private static let commitmentBytes = 32
  /// Nonce and tag.
  static let overheadBytes = 28

  init(subject: String, commitment: [UInt8], ciphertext: [UInt8]) {
    self.subject = subject
    self.commitment = commitment
    self.ciphertext = ciphertext
  }

  /// Reads the text form; nil if it is none.
  public init?(_ text: String) {
    guard text.hasPrefix(Self.opening), text.utf8.last == UInt8(ascii: "]") else { return nil }
    let parts = text.utf8.dropFirst(Self.opening.utf8.count).dropLast().split(
      separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == Self.subjectDigits, Hex.decode(parts[0]) != nil,
      let commitment = Base64.decode(parts[1], .url), commitment.count == Self.commitmentBytes,
      let ciphertext = Base64.decode(parts[2], .url), ciphertext.count >= Self.overheadBytes + FieldOpening.saltBytes
    else { return nil }
    self.init(subject: String(decoding: parts[0], as: UTF8.self), commitment: commitment, ciphertext: ciphertext)
  }

  public var text: String {
    "\(Self.opening)\(subject):\(Base64.encode(commitment, .url)):\(Base64.encode(ciphertext, .url))]"
  }
}
