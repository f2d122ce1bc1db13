import Basics

/// A token that stands for one approval: 256 random bits. Whoever holds it may make the one call it is bound
/// to.
struct ApprovalToken: Sendable {
  private let bytes: [UInt8]

  private static let prefix = "agwap_"
  private static let byteCount = 32

  /// A new token, from the system's own generator (`getrandom`).
  static func random() -> ApprovalToken {
    ApprovalToken(bytes: (0..<byteCount).map { _ in UInt8.random(in: .min ... .max) })
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a token as a client sent it; nil if it has not the form of one.
  init?(_ text: String) {
    guard text.utf8.count <= Self.textBytesMax, text.hasPrefix(Self.prefix),
      let bytes = Base64.decode(text.utf8.dropFirst(Self.prefix.utf8.count), .url),
      bytes.count == Self.byteCount
    else { return nil }
    self.bytes = bytes
  }

  private static let textBytesMax = 64

  /// As the client sends it.
  var text: Redacted<String> { Redacted(Self.prefix + Base64.encode(bytes, .url)) }

  /// What is stored: SHA-256. The token is random, so there is nothing to guess and no salt is needed;
  /// looking the digest up tells an attacker nothing about a token with another digest.
  var fingerprint: [UInt8] { Digest256(of: bytes).bytes }
}
