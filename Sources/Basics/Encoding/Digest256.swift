import Crypto

/// A SHA-256 digest. Source: FIPS 180-4.
public struct Digest256: Sendable, Hashable, CustomStringConvertible {
  /// 32 bytes.
  public let bytes: [UInt8]

  /// The digest of `bytes`.
  public init(of bytes: [UInt8]) {
    self.bytes = Array(SHA256.hash(data: bytes))
  }

  /// Reads 64 hexadecimal digits; nil if they are not.
  public init?(hex: String) {
    guard let bytes = Hex.decode(hex.utf8), bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// 64 hexadecimal digits in lower case.
  public var hex: String { Hex.encode(bytes) }
  public var description: String { hex }
}
