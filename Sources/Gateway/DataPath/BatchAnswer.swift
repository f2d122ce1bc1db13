import Basics
import MCP
import NIOCore

/// Collects the answers to the messages of one batch: an array, or an event stream once a message is answered by
/// one. Confined to its event loop.
///
/// - Source: MCP 2025-03-26, Transports, Sending Messages; JSON-RPC 2.0 §6.
final class BatchAnswer {
  private unowned let exchange: Exchange
  private let bytesMax: Int
  private var parts: [BatchPart] = []
  private var bodies: [[UInt8]] = []
  private var bytes = 0
  private var open = 0
  private var isStreaming = false
  private var refusal: (head: ByteBuffer, body: [UInt8])?
  private var isAnyAccepted = false

  init(_ exchange: Exchange, bytesMax: Int) {
    self.exchange = exchange
    self.bytesMax = bytesMax
  }

  /// Sends each message through the whole chain, as if it had come alone.
  func play(_ messages: [[UInt8]], _ facts: RequestFacts) {
    open = messages.count
    parts = messages.map { BatchPart(self, Exchange($0, as: facts, in: exchange)) }
    for part in parts { part.play() }
  }

  func clientGone() {
    for part in parts { part.exchange.clientGone() }
  }

  // MARK: What the parts say

  func finished(_ head: ByteBuffer, _ body: [UInt8]) {
    let isRefusal = Self.status(of: head) >= 400
    if isRefusal { refusal = refusal ?? (head, body) } else { isAnyAccepted = true }
    if !body.isEmpty { add(body) }
    ended()
  }

  /// A message is answered by a stream: so is the batch.
  func startStream() {
    isAnyAccepted = true
    guard !isStreaming else { return }
    isStreaming = true
    exchange.startBatchStream()
    for body in bodies { exchange.client?.stream(Self.event(body)) }
    bodies = []
  }

  func stream(_ part: [UInt8]) { exchange.client?.stream(part) }

  func ended() {
    open -= 1
    guard open == 0 else { return }
    if isStreaming { return exchange.endBatchStream() }
    // Nobody is let in: the client has to see that as what it is.
    if let refusal, !isAnyAccepted, bodies.count == 1 || Self.status(of: refusal.head) == 401 {
      return exchange.finishBatch(refusal.head, body: refusal.body)
    }
    exchange.finishBatch(bodies)
  }

  private func add(_ body: [UInt8]) {
    if isStreaming { return stream(Self.event(body)) }
    bytes += body.count
    // LIMIT: all answers of a batch together are as large as one may be.
    if bytes <= bytesMax { bodies.append(body) }
  }

  private static func event(_ message: [UInt8]) -> [UInt8] {
    var writer = EventStreamWriter()
    writer.write(data: message)
    return writer.bytes
  }

  /// The status in a head of our own making: `HTTP/1.1 200 …`.
  static func status(of head: ByteBuffer) -> Int {
    head.getString(at: head.readerIndex + 9, length: 3).flatMap { Int($0) } ?? 500
  }
}

/// One message of a batch.
final class BatchPart: AnswerSink {
  let exchange: Exchange
  private unowned let batch: BatchAnswer

  init(_ batch: BatchAnswer, _ exchange: Exchange) {
    self.batch = batch
    self.exchange = exchange
  }

  func play() { exchange.play(for: self) }

  func finish(_ head: inout ByteBuffer, body: [UInt8]) { batch.finished(head, body) }
  func startStream(_ head: inout ByteBuffer) { batch.startStream() }
  func stream(_ part: [UInt8]) { batch.stream(part) }
  func endStream() { batch.ended() }
  func abortStream() { batch.ended() }
}
