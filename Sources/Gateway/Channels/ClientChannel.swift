import Basics
import MCP
import NIOCore
import Synchronization

/// The event stream of one HTTP+SSE client, or the standard output of a program that wraps a server: every answer to
/// a message of the client goes out on it. Confined to its event loop.
///
/// - Source: MCP 2024-11-05, Transports, HTTP with SSE.
final class ClientChannel {
  let id: String
  /// Whose it is; to others it does not exist.
  let owner: String
  let route: Route
  let loop: LoopState
  private let write: ([UInt8]) -> Void
  /// The session that its `initialize` opened.
  private(set) var sessionID: String?
  private var exchanges: [ObjectIdentifier: (exchange: Exchange, sink: ChannelSink)] = [:]
  private var isListening = false
  private(set) var isClosed = false
  private var idleWork: (() -> Void)?

  /// - Parameter write: Takes one message of the server.
  init(id: String, owner: String, route: Route, loop: LoopState, write: @escaping ([UInt8]) -> Void) {
    self.id = id
    self.owner = owner
    self.route = route
    self.loop = loop
    self.write = write
  }

  /// Sends a message of the client through the chain; what comes back goes out here.
  ///
  /// - Parameter decided: Told the refusal, or nil once the chain has let the message through.
  func take(_ message: [UInt8], _ facts: RequestFacts, limits: ClientLimits, decided: @escaping (Refused?) -> Void) {
    guard !isClosed else { return decided(Refused(status: 404, head: ByteBuffer(), body: [])) }
    var facts = facts
    facts.verb = .post
    facts.route = route
    facts.channelOwner = owner
    facts.isJSON = true
    facts.hasContentCoding = false
    facts.acceptsJSON = true
    facts.acceptsEventStream = true
    play(facts, message, limits, decided)
  }

  /// A refusal, as an HTTP answer.
  struct Refused {
    let status: Int
    let head: ByteBuffer
    let body: [UInt8]
  }

  private func play(
    _ facts: RequestFacts, _ body: [UInt8], _ limits: ClientLimits, _ decided: @escaping (Refused?) -> Void
  ) {
    var facts = facts
    if let sessionID { facts.setSession(sessionID) }
    let exchange = Exchange(facts, body: body, loop: loop, limits: limits)
    let sink = ChannelSink(self, exchange, decided)
    exchanges[ObjectIdentifier(exchange)] = (exchange, sink)
    exchange.play(for: sink)
  }

  /// What the server says of its own accord is wanted once the handshake is over.
  private func listen(_ facts: RequestFacts, _ limits: ClientLimits) {
    guard !isListening, sessionID != nil else { return }
    isListening = true
    var facts = facts
    facts.verb = .get
    play(facts, [], limits) { _ in }
  }

  /// Calls `work` once no request is under way.
  func whenIdle(_ work: @escaping () -> Void) {
    if isIdle { return work() }
    idleWork = work
  }

  private var isIdle: Bool { exchanges.values.allSatisfy { $0.exchange.call.request.verb == .get } }

  /// Gives up the modern request with this id; false if there is none.
  func cancel(_ id: RequestID) -> Bool {
    let found = exchanges.values.first { $0.exchange.call.envelope?.id == id && $0.exchange.call.era == .modern }
    guard let (exchange, _) = found else { return false }
    exchange.clientGone()
    exchanges[ObjectIdentifier(exchange)] = nil
    return true
  }

  func emit(_ message: [UInt8]) { if !isClosed { write(message) } }

  /// An exchange is over.
  func ended(_ exchange: Exchange) {
    if exchange.call.envelope?.method == .initialize, let id = exchange.call.session?.id { sessionID = id }
    let isOpened = exchange.call.envelope?.method == .initialized
    exchanges[ObjectIdentifier(exchange)] = nil
    if isOpened, idleWork == nil { listen(exchange.call.request, exchange.limits) }
    if isIdle { idleWork?() }
  }

  /// The client is gone: so are its session and whatever still runs for it.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    for (exchange, _) in exchanges.values { exchange.clientGone() }
    exchanges = [:]
    loop.runtime.clientChannels.remove(id)
    guard let sessionID,
      let session = loop.runtime.sessions.find(sessionID, of: owner, now: MonotonicTime.now())
    else { return }
    loop.runtime.sessions.end(session)
    SessionEnd.tell(session, on: loop)
  }
}

/// Where one answer on a ``ClientChannel`` is taken apart into messages.
final class ChannelSink: AnswerSink {
  private weak var channel: ClientChannel?
  private weak var exchange: Exchange?
  private var decided: ((ClientChannel.Refused?) -> Void)?
  private var parser = EventStreamParser()

  init(_ channel: ClientChannel, _ exchange: Exchange, _ decided: @escaping (ClientChannel.Refused?) -> Void) {
    self.channel = channel
    self.exchange = exchange
    self.decided = decided
  }

  func admitted() { decide(nil) }

  func finish(_ head: inout ByteBuffer, body: [UInt8]) {
    let status = BatchAnswer.status(of: head)
    // A refusal that is about the request as such belongs to the request; all else is an answer.
    if decided != nil, status >= 400 {
      decide(ClientChannel.Refused(status: status, head: head, body: body))
    } else {
      decide(nil)
      if !body.isEmpty, exchange?.call.request.verb == .post { channel?.emit(body) }
    }
    ended()
  }

  func startStream(_ head: inout ByteBuffer) { decide(nil) }

  func stream(_ part: [UInt8]) {
    parser.append(part)
    while let event = try? parser.next() {
      if event.isMessage { channel?.emit(event.data) }
    }
  }

  func endStream() { ended() }
  func abortStream() { ended() }

  private func decide(_ refused: ClientChannel.Refused?) {
    let decided = decided
    self.decided = nil
    decided?(refused)
  }

  private func ended() {
    if let exchange { channel?.ended(exchange) }
  }
}

/// The channels of HTTP+SSE clients, by the id in the address that each was given.
final class ClientChannels: Sendable {
  struct Place: Sendable {
    let channel: NIOLoopBound<ClientChannel>
    let eventLoop: any EventLoop
  }

  static let countMax = 10_000
  private let channels = Mutex<[String: Place]>([:])

  func find(_ id: String) -> Place? { channels.withLock { $0[id] } }

  /// False if there are too many.
  func add(_ channel: ClientChannel) -> Bool {
    let eventLoop = channel.loop.eventLoop
    let place = Place(channel: NIOLoopBound(channel, eventLoop: eventLoop), eventLoop: eventLoop)
    return channels.withLock { channels in
      guard channels.count < Self.countMax else { return false }
      channels[channel.id] = place
      return true
    }
  }

  func remove(_ id: String) { channels.withLock { $0[id] = nil } }
}
