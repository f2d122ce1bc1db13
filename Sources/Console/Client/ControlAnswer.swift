import Basics

/// An HTTP/1.1 answer of the control plane, read whole.
struct ControlAnswer {
  let status: Int
  let body: [UInt8]

  /// Larger answers are not read, in bytes.
  static let bytesMax = 64 << 20

  /// Reads the answer that ends with the connection, or earlier by its length.
  init(from socket: borrowing ControlSocket) throws(ControlClientError) {
    var bytes: [UInt8] = []
    while !Self.isWhole(bytes) {
      let chunk = try socket.receive()
      if chunk.isEmpty { break }
      bytes += chunk
      guard bytes.count <= Self.bytesMax else { throw .failed("the answer is larger than \(Self.bytesMax) bytes") }
    }
    guard let answer = Self(bytes) else { throw .failed("what answers there is no control plane of a gateway") }
    self = answer
  }

  /// Nil unless `bytes` are a whole answer.
  init?(_ bytes: [UInt8]) {
    guard let head = Self.headEnd(bytes), let status = Self.status(in: bytes) else { return nil }
    let length = Self.length(in: bytes.prefix(head)) ?? bytes.count - head
    guard bytes.count - head >= length else { return nil }
    self.status = status
    body = Array(bytes[head..<(head + length)])
  }

  /// Whether the length that the head gives is there.
  private static func isWhole(_ bytes: [UInt8]) -> Bool {
    guard let head = headEnd(bytes), let length = length(in: bytes.prefix(head)) else { return false }
    return bytes.count - head >= length
  }

  /// Where the body begins.
  private static func headEnd(_ bytes: [UInt8]) -> Int? {
    let mark: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    guard bytes.count >= mark.count else { return nil }
    for start in 0...(bytes.count - mark.count) where bytes[start..<(start + mark.count)].elementsEqual(mark) {
      return start + mark.count
    }
    return nil
  }

  private static func status(in bytes: [UInt8]) -> Int? {
    let line = String(decoding: bytes.prefix { $0 != 0x0D }.prefix(64), as: UTF8.self)
    let parts = line.split(separator: " ")
    guard parts.count >= 2, parts[0] == "HTTP/1.1" else { return nil }
    return Int(parts[1])
  }

  private static func length(in head: ArraySlice<UInt8>) -> Int? {
    for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      return Int(parts[1].drop { $0 == " " }).flatMap { (0...bytesMax).contains($0) ? $0 : nil }
    }
    return nil
  }
}
