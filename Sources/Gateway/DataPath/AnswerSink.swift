import NIOCore

/// Where the answer to one message goes: an HTTP client's connection, a place in a batch, a client's event stream or
/// standard output. Every call is made on the event loop of the exchange.
protocol AnswerSink: AnyObject {
  /// The chain has let the message through; its answer may take long.
  func admitted()
  /// Writes a whole answer: `head` is complete but for its length.
  func finish(_ head: inout ByteBuffer, body: [UInt8])
  /// Starts an answer that is an event stream.
  func startStream(_ head: inout ByteBuffer)
  /// Writes bytes of the stream, at once.
  func stream(_ part: [UInt8])
  func endStream()
  /// Ends a stream that cannot be completed.
  func abortStream()
  /// The rest of the request is not wanted.
  func stopReceiving()
}

extension AnswerSink {
  func admitted() {}
  func stopReceiving() {}
}
