import Basics
import MCP
import NIOCore

/// One conversation with a server on a channel that carries messages both ways: the pipes of a process, or the two
/// halves of HTTP+SSE. Confined to its event loop.
final class ServerChannel {
  /// What comes back for one request.
  enum Reply: Sendable {
    /// A notification or request of the server that came while this request was under way.
    case aside([UInt8])
    /// The response, with the caller's own id.
    case response([UInt8])
    case failed(UpstreamFailure)
  }

  typealias Listener = (Reply) -> Void

  /// Messages that belong to no request and wait for somebody to listen. LIMIT: the oldest go first.
  static let backlogMax = 64

  let eventLoop: any EventLoop
  private let transport: any ServerTransport
  private var multiplexer: Multiplexer
  private var waiting: [Multiplexer.Key: Listener] = [:]
  private var listener: (key: Multiplexer.Key, deliver: Listener)?
  private var backlog: [[UInt8]] = []
  private var isClosed = false

  init(_ transport: any ServerTransport, isShared: Bool, on eventLoop: any EventLoop) {
    self.transport = transport
    self.eventLoop = eventLoop
    multiplexer = Multiplexer(isShared: isShared)
  }

  // MARK: To the server

  /// Sends a request (with an id) and gives what comes back.
  func request(_ envelope: Envelope, as key: Multiplexer.Key, _ reply: @escaping Listener) {
    guard !isClosed else { return reply(.failed(.unavailable)) }
    guard let bytes = multiplexer.send(envelope, as: key) else { return reply(.failed(.overloaded)) }
    waiting[key] = reply
    transport.send(bytes)
  }

  /// Sends a notification or a response, to which nothing comes back.
  func tell(_ envelope: Envelope) {
    if let bytes = multiplexer.tell(envelope) { transport.send(bytes) }
  }

  /// Nobody waits for the answer any more, and the server may stop working on it.
  func abandon(_ key: Multiplexer.Key) {
    waiting[key] = nil
    if let cancellation = multiplexer.abandon(key) { transport.send(cancellation) }
  }

  /// Ends the conversation.
  func stop() {
    isClosed = true
    transport.close()
  }

  // MARK: From the server

  /// Hands over what belongs to no request, one listener at a time; says whether the place was free.
  func listen(as key: Multiplexer.Key, _ deliver: @escaping Listener) -> Bool {
    guard listener == nil, !isClosed else { return false }
    listener = (key, deliver)
    let held = backlog
    backlog = []
    for bytes in held { deliver(.aside(bytes)) }
    return true
  }

  func stopListening(_ key: Multiplexer.Key) {
    if listener?.key == key { listener = nil }
  }

  func receive(_ bytes: [UInt8]) {
    switch multiplexer.receive(bytes) {
    case .response(let key, let message): waiting.removeValue(forKey: key)?(.response(message))
    case .aside(let key, let message): waiting[key]?(.aside(message))
    case .unclaimed(let message): take(message)
    case .nothing: return
    }
  }

  private func take(_ message: [UInt8]) {
    if let listener { return listener.deliver(.aside(message)) }
    if let latest = multiplexer.latest, let reply = waiting[latest] { return reply(.aside(message)) }
    if backlog.count >= Self.backlogMax { backlog.removeFirst() }
    backlog.append(message)
  }

  /// The server is gone, or says what cannot be read.
  func fail(_ failure: UpstreamFailure) {
    isClosed = true
    for key in multiplexer.removeAll() { waiting.removeValue(forKey: key)?(.failed(failure)) }
    waiting = [:]
    let last = listener
    listener = nil
    last?.deliver(.failed(failure))
  }
}
