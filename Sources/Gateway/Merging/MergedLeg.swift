import Basics
import MCP
import NIOCore

/// The stream of one server among those that a client sees as one. Confined to its event loop.
final class MergedLeg: UpstreamDelegate {
  enum State {
    case opening, open
    /// It is over, or could not be opened, since the monotonic time given.
    case ended(UInt64)
    /// The server offers none.
    case none
  }

  let server: Server
  /// Legacy: the conversation that the stream belongs to.
  private(set) var link: ClientSession.Link?
  private(set) var state = State.opening
  private let loop: LoopState
  private weak var stream: MergedStream?
  private var connection: UpstreamConnection?
  private var parser: EventStreamParser
  private var request = ByteBuffer()
  private var channelRequest: (name: String, key: Multiplexer.Key)?

  init(_ server: Server, _ stream: MergedStream, on loop: LoopState) {
    self.server = server
    self.stream = stream
    self.loop = loop
    parser = EventStreamParser(eventBytesMax: loop.snapshot.eventBytesMax)
  }

  // MARK: Opening

  /// Opens the standalone stream of a legacy conversation.
  func listen(in session: ClientSession) {
    state = .opening
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    Handshake.link(session, with: server, on: loop).hop(to: loop.eventLoop).whenComplete { result in
      let leg = bound.value
      guard leg.stream != nil else { return }
      switch result {
      case .success(let link): leg.listen(link)
      case .failure: leg.end()
      }
    }
  }

  private func listen(_ link: ClientSession.Link) {
    self.link = link
    switch server.carrier {
    case .http(let url):
      let place = loop.places.place(of: url)
      request = UpstreamRequest.own(.get, place, body: nil, link: link)
      loop.pools.pool(for: url.origin, limits: server.limits).acquire(self, isLasting: true)
    case .channel:
      guard let name = link.sessionID else { return end() }
      let key = loop.runtime.channels.nextKey()
      channelRequest = (name, key)
      let (eventLoop, bound) = (loop.eventLoop, NIOLoopBound(self, eventLoop: loop.eventLoop))
      loop.runtime.channels.listen(name, as: key, receiver) { isFree in
        eventLoop.execute { isFree ? bound.value.opened() : bound.value.end() }
      }
    }
  }

  /// Sends `subscriptions/listen` as the client did.
  func subscribe(_ body: [UInt8], principal: String) {
    guard case .http(let url) = server.carrier else { return subscribeOnChannel(body, principal) }
    request = UpstreamRequest.own(.post, loop.places.place(of: url), body: body, method: .subscriptionsListen)
    loop.pools.pool(for: url.origin, limits: server.limits).acquire(self, isLasting: true)
  }

  private func subscribeOnChannel(_ body: [UInt8], _ principal: String) {
    guard let envelope = try? Envelope(parsing: body) else { return end() }
    let channels = loop.runtime.channels
    let key = channels.nextKey()
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    channels.start(server, name: "modern:\(server.name):\(principal)", on: loop).hop(to: loop.eventLoop).whenComplete {
      let leg = bound.value
      guard leg.stream != nil, case .success(let name) = $0 else { return leg.end() }
      leg.channelRequest = (name, key)
      channels.request(name, envelope, as: key, leg.receiver)
      leg.opened()
    }
  }

  private var receiver: @Sendable (ServerChannel.Reply) -> Void {
    let (eventLoop, bound) = (loop.eventLoop, NIOLoopBound(self, eventLoop: loop.eventLoop))
    return { reply in eventLoop.execute { bound.value.take(reply) } }
  }

  private func take(_ reply: ServerChannel.Reply) {
    switch reply {
    case .aside(let bytes): stream?.receive(bytes, from: self)
    case .response, .failed:
      channelRequest = nil
      end()
    }
  }

  // MARK: The stream

  func upstreamReady(_ connection: UpstreamConnection) {
    guard stream != nil else { return connection.cancel() }
    self.connection = connection
    connection.send(request)
  }

  func upstreamHead(_ head: HTTPHead) {
    guard head.status == 200, HTTPSyntax.list(head.value(.contentType) ?? [], holds: "text/event-stream") else {
      close()
      state = head.status == 405 ? .none : .ended(MonotonicTime.now())
      stream?.settled(self)
      return
    }
    opened()
  }

  func upstreamBody(_ part: ByteBuffer) {
    parser.append(part.readableBytesView)
    do throws(EventStreamError) {
      // The client has no use for ids of one server's stream: it could not say which it means.
      while let event = try parser.next() { if event.isMessage { stream?.receive(event.data, from: self) } }
    } catch {
      upstreamFailed(.tooLarge)
    }
  }

  func upstreamEnd() { end() }

  func upstreamFailed(_ failure: UpstreamFailure) {
    connection?.cancel()
    end()
  }

  private func opened() {
    state = .open
    stream?.settled(self)
  }

  private func end() {
    connection = nil
    if case .none = state { return }
    state = .ended(MonotonicTime.now())
    stream?.settled(self)
  }

  func setReading(_ reads: Bool) { connection?.setReading(reads) }

  /// Nobody listens any more.
  func close() {
    if case .http(let url) = server.carrier {
      _ = loop.pools.pool(for: url.origin, limits: server.limits).abandon(self)
    }
    let open = connection
    connection = nil
    open?.cancel()
    if let (name, key) = channelRequest {
      channelRequest = nil
      if link != nil { loop.runtime.channels.stopListening(name, key) } else { loop.runtime.channels.abandon(name, key) }
    }
  }
}
