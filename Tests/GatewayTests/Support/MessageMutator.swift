import TestKit

/// Makes requests that are almost right, for property and differential tests.
enum MessageMutator {
  private static let seeds = [
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /mcp HTTP/1.1\r\nHost: a:80\r\nContent-Length: 11\r\nContent-Type: application/json\r\n\r\n{\"a\":\"b\\n\"}",
    "POST /mcp HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n",
    "DELETE /servers/x/mcp?a=b HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nMcp-Session-Id: abc\r\n\r\n",
    "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\nX-A: \t b \t\r\n\r\nhiGET /b HTTP/1.1\r\nHost: c\r\n\r\n",
  ]
  private static let alphabet =
    Array("\r\n\t :;,0123456789abcfxACHTP/.-+\"%".utf8) + [0, 0x0B, 0x7F, 0x80, 0xFF]
  private static let inserts = [
    "Transfer-Encoding: chunked\r\n", "Content-Length: 2\r\n", "\r\n", "\n", "\r", "Host: b\r\n", "0\r\n\r\n",
    "Transfer-Encoding: identity\r\n", " Content-Length: 2\r\n", "Connection: close\r\n",
  ].map { Array($0.utf8) }

  /// A seed with up to four changes.
  static func message(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
    for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let byte = alphabet.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[at] = byte
      case 1: bytes.insert(byte, at: at)
      case 2: bytes.remove(at: at)
      case 3: bytes.removeSubrange(at...)
      case 4: bytes.insert(contentsOf: inserts.randomElement(using: &random) ?? [], at: lineStart(bytes, at))
      default: bytes.insert(contentsOf: bytes[at..<min(at + 9, bytes.count)], at: at)
      }
    }
    return bytes
  }

  private static func lineStart(_ bytes: [UInt8], _ at: Int) -> Int {
    (bytes[..<at].lastIndex(of: 0x0A) ?? -1) + 1
  }

  static func pieces(of bytes: [UInt8], _ random: inout SeededGenerator) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let length = Int.random(in: 1...min(40, rest.count), using: &random)
      pieces.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return pieces
  }
}
