import Audit
import Basics
import NIOCore
import Sessions

extension Exchange {
  /// `GET /health`: that this process answers, and how the servers behind it do.
  func answerHealth() {
    let states = loop.runtime.breakers.statuses(now: call.receivedAt)
    let worst: BreakerState =
      states.contains { $0.state == .open } ? .open : states.contains { $0.state == .halfOpen } ? .halfOpen : .closed
    let isRecording = loop.runtime.audit.failure == nil
    var writer = JSONWriter(capacity: 192)
    writer.beginObject()
    writer.key("status")
    writer.string(loop.isDraining ? "draining" : isRecording ? "ok" : "degraded")
    writer.key("circuit_breaker")
    writer.beginObject()
    writer.key("state")
    writer.string(worst.rawValue)
    writer.endObject()
    writer.key("audit")
    writer.string(isRecording ? "ok" : "unavailable")
    writer.endObject()
    answerDirectly(status: 200, body: writer.bytes)
  }

  /// RFC 9728 metadata of this resource, where tokens are accepted.
  func answerProtectedResource() {
    guard let metadata = snapshot.protectedResource else {
      return refuse(Denial(.routeUnknown, "This gateway takes no access tokens."))
    }
    answerDirectly(status: 200, body: metadata)
  }

  /// An answer that is no call: nothing to decide, nothing to record.
  private func answerDirectly(status: Int, body: [UInt8]) {
    stage = .refusing
    var head = ByteBuffer()
    ResponseHead.begin(&head, status: status)
    ResponseHead.field(&head, "content-type", "application/json")
    answer.heldHead = head
    answer.heldBody = body
    sendHeldAnswer()
  }
}
