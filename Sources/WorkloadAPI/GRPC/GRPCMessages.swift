import NIOCore

/// Cuts the bytes of one stream into messages. Source: gRPC over HTTP/2, "Length-Prefixed-Message".
struct GRPCMessages {
  /// The byte that says whether a message is compressed, and its length.
  static let prefixBytes = 5

  private var buffer = ByteBuffer()
  private let messageBytesMax: Int

  init(messageBytesMax: Int) { self.messageBytesMax = messageBytesMax }

  mutating func append(_ data: inout ByteBuffer) { buffer.writeBuffer(&data) }

  /// The next whole message; nil if it has not come yet.
  ///
  /// - Throws: ``GRPCError`` for messages that are compressed, which nobody offered, or too large.
  mutating func next() throws(GRPCError) -> [UInt8]? {
    guard let flag = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
      let length = buffer.getInteger(at: buffer.readerIndex + 1, as: UInt32.self)
    else { return nil }
    guard flag == 0 else { throw .compressed }
    guard Int(length) <= messageBytesMax else { throw .tooLarge }
    guard buffer.readableBytes >= Self.prefixBytes + Int(length) else { return nil }
    buffer.moveReaderIndex(forwardBy: Self.prefixBytes)
    return buffer.readBytes(length: Int(length))
  }

  var isEmpty: Bool { buffer.readableBytes == 0 }

  /// A message with its prefix.
  static func framed(_ message: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(prefixBytes + message.count)
    buffer.writeInteger(UInt8(0))
    buffer.writeInteger(UInt32(clamping: message.count))
    buffer.writeBytes(message)
    return buffer
  }
}

/// Why a stream of messages cannot be read.
enum GRPCError: Error {
  case compressed
  case tooLarge
}
