import Basics
import MCP
import NIOCore
import Telemetry

/// Batches of revision 2025-03-26: every message in one goes through the whole chain by itself.
extension Exchange {
  /// Takes the body as a batch, if the session it belongs to may send one; false if it is to be refused as what it
  /// is.
  func playBatch() -> Bool {
    guard call.request.verb == .post, call.request.isJSON, case .mcp = call.request.route, !loop.isDraining,
      call.body.count <= limits.bodyBytesMax, let id = call.request.sessionID,
      let version = loop.runtime.sessions.version(of: id), version.allowsBatches
    else { return false }
    do throws(EnvelopeError) {
      let limits = EnvelopeLimits(json: snapshot.answerJSONLimits)
      let batch = try EnvelopeBody(parsing: call.body, negotiated: version, limits: limits)
      play(batch.envelopes.map { Array($0.bytes) })
      return true
    } catch {
      call.batchFault = error
      return false
    }
  }

  private func play(_ messages: [[UInt8]]) {
    var facts = call.request
    facts.declaredBytes = nil
    stage = .deciding
    loop.runtime.metrics.activeRequests.increment()
    let batch = BatchAnswer(self, bytesMax: snapshot.answerBytesMax)
    self.batch = batch
    call.body = []
    batch.play(messages, facts)
  }

  /// One message of the batch that `whole` carries.
  convenience init(_ message: [UInt8], as facts: RequestFacts, in whole: Exchange) {
    self.init(facts, body: message, loop: whole.loop, limits: whole.limits)
  }

  func finishBatch(_ bodies: [[UInt8]]) {
    var head = ByteBuffer()
    ResponseHead.begin(&head, status: bodies.isEmpty ? 202 : 200)
    if let origin = call.request.origin { writeCrossOrigin(&head, origin) }
    guard !bodies.isEmpty else { return finishBatch(head, body: []) }
    ResponseHead.field(&head, "content-type", "application/json")
    var body: [UInt8] = [UInt8(ascii: "[")]
    for (index, part) in bodies.enumerated() {
      if index > 0 { body.append(UInt8(ascii: ",")) }
      body += part
    }
    body.append(UInt8(ascii: "]"))
    finishBatch(head, body: body)
  }

  func finishBatch(_ head: ByteBuffer, body: [UInt8]) {
    var head = head
    client?.finish(&head, body: body)
    finish()
  }

  func startBatchStream() {
    var head = ByteBuffer()
    ResponseHead.begin(&head, status: 200)
    if let origin = call.request.origin { writeCrossOrigin(&head, origin) }
    head.writeStaticString("content-type: text/event-stream\r\ncache-control: no-cache, no-transform\r\n")
    client?.startStream(&head)
  }

  func endBatchStream() {
    client?.endStream()
    finish()
  }
}
