import Audit
import Basics
import MCP
import NIOCore

/// Event streams: every event is inspected and forwarded when it arrives; nothing but what waits for its record
/// is held.
extension Exchange {
  /// Silence after which a comment keeps intermediaries from cutting the stream. Source: MCP, Streamable HTTP.
  static let keepAliveInterval = Duration.seconds(15)

  /// Whether the client takes the stream as such; else the response is taken out of it.
  private var isStreamWanted: Bool { call.request.acceptsEventStream }

  func beginEvents() {
    answer.parser = EventStreamParser(eventBytesMax: snapshot.eventBytesMax)
    extendDeadline()
    // Reading waits until the decision is durable, so nothing piles up in front of the client.
    // The head of an answer to `initialize` names the session, which is there only once the result was read.
    guard isStreamWanted, call.envelope?.method != .initialize else { return }
    loop.runtime.audit.hasten()
    loop.whenDurable(decisionSequence, self, .stream)
  }

  /// The record of the decision is on disk: the head of the stream leaves.
  func startStream() {
    guard !answer.isStreaming, let client else { return }
    var head = ByteBuffer()
    beginHead(&head, status: 200)
    head.writeStaticString("content-type: text/event-stream\r\n")
    if !answer.hasCacheControl { head.writeStaticString("cache-control: no-cache, no-transform\r\n") }
    head.writeStaticString("x-accel-buffering: no\r\n")
    client.startStream(&head)
    answer.isStreaming = true
    answer.lastWriteAt = MonotonicTime.now()
    releaseEvents()
  }

  func receiveEvents(_ part: ByteBuffer) {
    extendDeadline()
    answer.parser?.append(part.readableBytesView)
    do throws(Denial) {
      while let event = try nextEvent() {
        try forward(event)
        guard stage == .answering else { return }
      }
    } catch {
      cut(error)
    }
  }

  private func nextEvent() throws(Denial) -> ServerSentEvent? {
    do throws(EventStreamError) {
      return try answer.parser?.next()
    } catch {
      throw UpstreamFailure.tooLarge.denial
    }
  }

  private func forward(_ event: ServerSentEvent) throws(Denial) {
    var writer = EventStreamWriter()
    if event.id != nil { answer.isResumable = true }
    guard event.isMessage else {
      // Comments, ids and waiting times pass as they are; data under another name is no MCP and could hide one.
      guard !event.hasData || event.isPriming else { throw UpstreamFailure.invalid.denial }
      writer.write(event)
      return emit(writer.bytes)
    }
    let data = event.data
    let message: ServerMessage
    do throws(Denial) {
      message = try review(data)
    } catch {
      // A call's stream ends with what must not pass; a stream without a call goes on without it.
      guard isStandaloneStream else { throw error }
      return replace(event, data, error)
    }
    if message.isWithheld { return withhold(message, event) }
    let reviewed = message.bytes
    let isLast = call.request.verb == .post && message.envelope.isResponse
    if !isStreamWanted {
      guard isLast else { return }
      connection?.cancel()
      connection = nil
      var head = ByteBuffer()
      beginHead(&head, status: 200)
      ResponseHead.field(&head, "content-type", "application/json")
      return conclude(head: head, body: reviewed, status: 200)
    }
    if reviewed == data { writer.write(event) } else { writer.write(event, replacingDataWith: reviewed) }
    let bytes = writer.bytes
    guard isLast, !answer.isOutcomeRecorded else { return emit(bytes) }
    // The response itself waits for its record.
    answer.heldEvents.append(bytes)
    loop.runtime.observeUpstream(call, nil, since: forwardedAt)
    settle(.answered(status: 200, isFailure: false))
    guard let sequence = recordOutcome(status: 200, code: nil) else { throw AuditTrail.denial }
    deadline = .max
    answer.isWaitingForOutcome = true
    if call.envelope?.method == .initialize { loop.whenDurable(decisionSequence, self, .stream) }
    loop.whenDurable(sequence, self, .answer)
  }

  /// The client does not get the message, but can still resume behind it.
  private func withhold(_ message: ServerMessage, _ event: ServerSentEvent) {
    if let reply = message.reply { self.reply(reply) }
    var writer = EventStreamWriter()
    writer.writeWithoutData(event)
    if !writer.bytes.isEmpty { emit(writer.bytes) }
  }

  /// Puts something harmless in the place of a message that may not pass. Its id stays: a client that resumes must
  /// not be sent the same again and again. Source: MCP 2025-11-25, Transports, Resumability and Redelivery.
  private func replace(_ event: ServerSentEvent, _ data: [UInt8], _ denial: Denial) {
    loop.runtime.countAnswerDenial(denial.code)
    loop.runtime.recordWithheld(denial.code, call)
    guard var message = try? ServerMessage(data, limits: snapshot.answerJSONLimits) else {
      return cut(denial)
    }
    guard message.envelope.isResponse else {
      message.withhold()
      return withhold(message, event)
    }
    var writer = EventStreamWriter()
    writer.write(event, replacingDataWith: body(denial).rpcError(id: message.envelope.rawID))
    emit(writer.bytes)
  }

  func emit(_ bytes: [UInt8]) {
    guard answer.isStreaming, !answer.isWaitingForOutcome else { return answer.heldEvents.append(bytes) }
    client?.stream(bytes)
    answer.lastWriteAt = MonotonicTime.now()
  }

  /// What was held may leave.
  func releaseEvents() {
    guard answer.isStreaming, !answer.isWaitingForOutcome else { return }
    for bytes in answer.heldEvents { client?.stream(bytes) }
    answer.heldEvents = []
    answer.lastWriteAt = MonotonicTime.now()
    if answer.isEnding { closeStream() }
  }

  func endEvents() {
    if !answer.isOutcomeRecorded {
      // A stream that the client opened has no response to wait for; a call's stream must not end without one.
      guard isStandaloneStream || call.envelope?.isRequest != true || isPolled else { return upstreamFailed(.invalid) }
      settle(.answered(status: 200, isFailure: false))
      _ = recordOutcome(status: 200, code: nil)
    }
    answer.isEnding = true
    releaseEvents()
  }

  /// A legacy server may end the stream of a call early: the client resumes it behind the last event, and the response
  /// comes there. Source: MCP 2025-11-25, Transports, Sending Messages to the Server.
  private var isPolled: Bool { call.era == .legacy && isStreamWanted && answer.isResumable }

  private func closeStream() {
    client?.endStream()
    finish()
  }

  /// An event may not pass: the stream ends with a JSON-RPC error in its place.
  private func cut(_ denial: Denial) {
    guard answer.isStreaming, let id = call.envelope?.rawID, !answer.isOutcomeRecorded else {
      guard !answer.isStreaming else {
        connection?.cancel()
        client?.abortStream()
        return finish()
      }
      return block(denial)
    }
    connection?.cancel()
    connection = nil
    settle(denial.code == .upstreamInvalid ? .failed(.invalid) : .answered(status: 200, isFailure: false))
    loop.runtime.countAnswerDenial(denial.code)
    let body = self.body(denial).rpcError(id: id)
    var writer = EventStreamWriter()
    writer.write(data: body)
    answer.heldEvents.append(writer.bytes)
    answer.isEnding = true
    guard let sequence = recordOutcome(status: denial.code.status, code: denial.code) else {
      client?.abortStream()
      return finish()
    }
    answer.isWaitingForOutcome = true
    loop.whenDurable(sequence, self, .answer)
  }

  func keepAlive(now: UInt64) {
    guard answer.isStreaming, now > answer.lastWriteAt &+ UInt64(clamping: Self.keepAliveInterval.nanosecondsSaturating)
    else { return }
    answer.lastWriteAt = now
    client?.stream(Array(": keep-alive\n\n".utf8))
  }

  private func extendDeadline() {
    guard let server = call.server, !answer.isOutcomeRecorded, !isStandaloneStream else { return }
    deadline = MonotonicTime.now() &+ UInt64(clamping: server.limits.streamIdleTimeout.nanosecondsSaturating)
  }
}
