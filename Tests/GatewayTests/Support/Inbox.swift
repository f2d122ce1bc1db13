import NIOCore
import Synchronization

@testable import Gateway

/// What an ``Agent`` has received.
final class Inbox: Sendable {
  struct State {
    var bytes: [UInt8] = []
    var isClosed = false

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The first whole answer, with its length.
    func peek() -> (AgentAnswer, Int)? {
      var decoder = HTTPDecoder(.response, headBytesMax: 65_000)
      var input = ByteBuffer(bytes: bytes)
      var body: [UInt8] = []
      var isEnd = false
      while !isEnd, let event = try? decoder.next(&input) {
        switch event {
        case .head: break
        case .body(let part): body += part.readableBytesView
        case .end: isEnd = true
        }
      }
      if !isEnd, isClosed, case .end = try? decoder.finish() { isEnd = true }
      guard isEnd else { return nil }
      var fields: [String: String] = [:]
      for field in decoder.head.fields {
        let name = String(decoding: decoder.head.slice(field.name), as: UTF8.self).lowercased()
        fields[name] = String(decoding: decoder.head.slice(field.value), as: UTF8.self)
      }
      return (
        AgentAnswer(status: decoder.head.status, fields: fields, body: body),
        bytes.count - input.readableBytes
      )
    }
  }

  /// Longest wait for anything in these tests.
  static let patience = Duration.seconds(10)

  private let state = Mutex(State())

  var text: String { state.withLock { $0.text } }

  func append(_ buffer: ByteBuffer) { state.withLock { $0.bytes += buffer.readableBytesView } }
  func close() { state.withLock { $0.isClosed = true } }

  func take() -> AgentAnswer? {
    state.withLock { state in
      guard let (answer, length) = state.peek() else { return nil }
      state.bytes.removeFirst(length)
      return answer
    }
  }

  /// Waits until `condition` holds; says whether it came to hold in time.
  func waits(_ condition: (State) -> Bool) async -> Bool {
    await eventually { state.withLock { condition($0) } }
  }
}

/// Looks again and again until `condition` holds, and gives up after a while.
func eventually(_ condition: () throws -> Bool) async rethrows -> Bool {
  let deadline = ContinuousClock.now + Inbox.patience
  while ContinuousClock.now < deadline {
    if try condition() { return true }
    try? await Task.sleep(for: .milliseconds(1))
  }
  return try condition()
}

final class InboxHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let inbox: Inbox

  init(_ inbox: Inbox) { self.inbox = inbox }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { inbox.append(unwrapInboundIn(data)) }
  func channelInactive(context: ChannelHandlerContext) { inbox.close() }
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    inbox.close()
    context.close(promise: nil)
  }
}
