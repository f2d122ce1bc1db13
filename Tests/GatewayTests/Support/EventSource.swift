import NIOCore
import NIOHTTP1
import Synchronization

/// The writing end of an event stream in a test's hand.
final class EventSource: Sendable {
  private struct State {
    var channel: (any Channel)?
    var waiting: [String] = []
    var isEnded = false
    var isClosed = false
  }

  private let state = Mutex(State())

  /// A stream that holds `events` and is over.
  static func holding(_ events: String...) -> EventSource {
    let source = EventSource()
    for event in events { source.send(event) }
    source.end()
    return source
  }

  /// Whether the other side has gone away.
  var isClosed: Bool { state.withLock { $0.isClosed } }
  var isAttached: Bool { state.withLock { $0.channel != nil } }

  /// Sends one message as an event.
  func send(_ message: String) { write("event: message\ndata: \(message)\n\n") }

  /// Sends text as it is.
  func write(_ text: String) {
    let channel = state.withLock { state in
      if state.channel == nil { state.waiting.append(text) }
      return state.channel
    }
    if let channel { Self.write(text, to: channel) }
  }

  func end() {
    let channel = state.withLock { state in
      state.isEnded = true
      return state.channel
    }
    channel?.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
  }

  func attach(_ channel: any Channel) {
    channel.closeFuture.whenComplete { _ in self.state.withLock { $0.isClosed = true } }
    let (waiting, isEnded) = state.withLock { state in
      state.channel = channel
      return (state.waiting, state.isEnded)
    }
    for text in waiting { Self.write(text, to: channel) }
    if isEnded { channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil) }
  }

  private static func write(_ text: String, to channel: any Channel) {
    channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil)
  }
}
