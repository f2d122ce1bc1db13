import Basics
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import SPIFFE

/// One call of the Workload API. Confined to its event loop.
///
/// States: reading the request → asking → (for methods that stream) waiting → asking …, → ended.
final class WorkloadStream: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  private enum State {
    case reading
    case asking
    /// A change came while the issuer was asked.
    case askingAgain
    case waiting
    case ended
  }

  private let issuer: any WorkloadIssuer
  private let caller: CallerProcess
  private let threads: NIOThreadPool
  private unowned let server: WorkloadServer
  private var context: ChannelHandlerContext?
  private var state = State.reading
  private var messages = GRPCMessages(messageBytesMax: WorkloadLimits.requestBytesMax)
  private var method: WorkloadMethod?
  private var request: [UInt8] = []
  private var sent: [UInt8]?
  private var renewal: Scheduled<Void>?

  init(issuer: any WorkloadIssuer, caller: CallerProcess, threads: NIOThreadPool, server: WorkloadServer) {
    self.issuer = issuer
    self.caller = caller
    self.threads = threads
    self.server = server
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelInactive(context: ChannelHandlerContext) {
    finish()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    finish()
    context.close(promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .reading = state else { return }
    switch unwrapInboundIn(data) {
    case .headers(let headers):
      guard method == nil else { return }
      if let error = begin(headers.headers) { return end(error) }
      if headers.endStream { end(.invalidArgument) }
    case .data(let data):
      guard case .byteBuffer(var buffer) = data.data else { return }
      messages.append(&buffer)
      if data.endStream { read() }
    default: return
    }
  }

  /// Source: SPIFFE Workload Endpoint §5: callers that a web page drives cannot set this field.
  private func begin(_ headers: HPACKHeaders) -> WorkloadError? {
    guard headers[":method"] == ["POST"], let path = headers[":path"].first, let known = WorkloadMethod(rawValue: path)
    else { return .unimplemented }
    guard headers["workload.spiffe.io"] == ["true"] else { return .invalidArgument }
    method = known
    return nil
  }

  private func read() {
    do {
      guard let message = try messages.next(), messages.isEmpty else { return end(.invalidArgument) }
      request = message
    } catch { return end(.invalidArgument) }
    if let context, method?.isStream == true { server.add(self, on: context.eventLoop) }
    ask()
  }

  /// The answer may have changed.
  func refresh() {
    switch state {
    case .waiting: ask()
    case .asking: state = .askingAgain
    case .reading, .askingAgain, .ended: return
    }
  }

  private func ask() {
    guard let context, let method else { return }
    renewal?.cancel()
    state = .asking
    let (issuer, request, caller) = (issuer, request, caller)
    threads.runIfActive(eventLoop: context.eventLoop) { () -> Result<WorkloadAnswer, WorkloadError> in
      do throws(WorkloadError) { return .success(try issuer.answer(method, request, for: caller)) } catch {
        return .failure(error)
      }
    }.assumeIsolated().whenComplete { outcome in
      switch outcome {
      case .success(.success(let answer)): self.give(answer)
      case .success(.failure(let error)): self.end(error)
      case .failure: self.end(.unavailable)
      }
    }
  }

  private func give(_ answer: WorkloadAnswer) {
    guard let context, let method else { return }
    let isChanged: Bool
    switch state {
    case .asking: isChanged = false
    case .askingAgain: isChanged = true
    case .reading, .waiting, .ended: return
    }
    if sent != answer.message {
      if sent == nil { writeHead() }
      let data = GRPCMessages.framed(answer.message)
      context.writeAndFlush(wrapOutboundOut(.data(.init(data: .byteBuffer(data)))), promise: nil)
      sent = answer.message
    }
    guard method.isStream else { return writeTrailers(0, nil) }
    state = .waiting
    if isChanged { return ask() }
    guard let due = answer.renewal else { return }
    let pause = max(due.since(.now()), WorkloadLimits.renewalMin)
    renewal = context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(pause.nanosecondsSaturating)) {
      self.refresh()
    }
  }

  /// Ends the call with an error.
  func end(_ error: WorkloadError) {
    if case .ended = state { return }
    writeTrailers(error.rawValue, error.message)
  }

  private func writeHead() {
    let headers: HPACKHeaders = [":status": "200", "content-type": "application/grpc"]
    context?.write(wrapOutboundOut(.headers(.init(headers: headers))), promise: nil)
  }

  private func writeTrailers(_ status: Int, _ message: String?) {
    finish()
    var headers = HPACKHeaders()
    // Nothing was sent: head and trailers in one. Source: gRPC over HTTP/2, "Trailers-Only".
    if sent == nil {
      headers.add(name: ":status", value: "200")
      headers.add(name: "content-type", value: "application/grpc")
    }
    headers.add(name: "grpc-status", value: String(status))
    if let message { headers.add(name: "grpc-message", value: message) }
    context?.writeAndFlush(wrapOutboundOut(.headers(.init(headers: headers, endStream: true))), promise: nil)
  }

  private func finish() {
    state = .ended
    renewal?.cancel()
    server.remove(self)
  }
}
