import Basics

/// The value of `Mcp-Session-Id`: printable ASCII without spaces.
///
/// It is no proof of anything: a session is found only by the principal that opened it.
///
/// - Source: MCP 2025-11-25, Transports, Session Management.
public struct SessionIdentifier: Hashable, Sendable {
  /// Longest identifier taken from a peer, in bytes.
  public static let bytesMax = 1024
  /// Randomness of an identifier of our own, in bytes.
  private static let randomBytes = 24

  public let text: String

  /// An identifier from outside; nil if it is empty, too long or holds a byte outside 0x21…0x7E.
  public init?(_ bytes: some Collection<UInt8>) {
    guard 1...Self.bytesMax ~= bytes.count, bytes.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
    text = String(decoding: bytes, as: UTF8.self)
  }

  private init(text: String) { self.text = text }

  /// A new identifier that cannot be guessed: 192 bits from the system's generator.
  public static func minted() -> SessionIdentifier {
    var random = SystemRandomNumberGenerator()
    let bytes = (0..<randomBytes).map { _ in UInt8.random(in: 0...255, using: &random) }
    return SessionIdentifier(text: Base64.encode(bytes, .url))
  }
}
