import Basics
import MCP
import NIOCore
import Synchronization

/// One client's conversation, legacy form: the gateway's own session id, and the sessions it has with the servers
/// behind.
final class ClientSession: Sendable {
  /// What a server calls its half of the conversation.
  enum Half: Sendable {
    /// The handshake is under way; others wait for it.
    case opening([EventLoopPromise<Link>])
    case open(Link)
  }

  /// An open conversation with one server.
  struct Link: Sendable {
    /// Nil if the server keeps no sessions.
    let sessionID: String?
    /// As negotiated.
    let protocolVersion: String
  }

  /// Visible ASCII; nil for the implicit session of calls that name none.
  let id: String?
  /// Whose it is; another principal sees "not found".
  let principal: String
  /// As negotiated with the client.
  let protocolVersion: String
  /// The client's `initialize` parameters, replayed to further servers.
  let handshake: [UInt8]
  private let halves = Mutex<[String: Half]>([:])
  private let asked = Mutex<[RequestID: Question]>([:])
  private let lastQuestion = Atomic<Int64>(0)
  private let underWay = Mutex<[RequestID: String?]>([:])
  private let isListening = Atomic<Bool>(false)
  /// Whether the client sees several servers as one.
  let isMerged: Bool
  private let lastUsed: Atomic<UInt64>

  /// Requests of servers that wait for the client's answer.
  static let askedMax = 256

  init(
    id: String?, principal: String, protocolVersion: String, handshake: [UInt8], isMerged: Bool = false, now: UInt64
  ) {
    self.id = id
    self.isMerged = isMerged
    self.principal = principal
    self.protocolVersion = protocolVersion
    self.handshake = handshake
    lastUsed = Atomic(now)
  }

  /// What the client has said that it can do; nil if that cannot be read.
  var capabilities: JSONValue? { (try? JSONValue.parse(handshake))?["capabilities"] }

  /// Monotonic nanoseconds.
  var idleSince: UInt64 { lastUsed.load(ordering: .relaxed) }
  func touch(_ now: UInt64) { lastUsed.store(now, ordering: .relaxed) }

  enum Claim {
    case open(Link)
    /// Somebody else opens it; wait for the promise given.
    case waiting
    /// The caller has to open it, and to call ``opened(_:_:)`` or ``failed(_:_:)``.
    case mustOpen
  }

  /// The link to `server`; `promise` is kept if another call is opening it.
  func claim(_ server: String, _ promise: () -> EventLoopPromise<Link>) -> (Claim, EventLoopPromise<Link>?) {
    halves.withLock { halves in
      switch halves[server] {
      case .open(let link): return (.open(link), nil)
      case .opening(var waiters):
        let promise = promise()
        waiters.append(promise)
        halves[server] = .opening(waiters)
        return (.waiting, promise)
      case nil:
        halves[server] = .opening([])
        return (.mustOpen, nil)
      }
    }
  }

  /// The link to `server`, if it is open.
  func link(_ server: String) -> Link? {
    halves.withLock { if case .open(let link) = $0[server] { link } else { nil } }
  }

  func opened(_ server: String, _ link: Link) {
    for promise in replace(server, .open(link)) { promise.succeed(link) }
  }

  func failed(_ server: String, _ failure: UpstreamFailure) {
    for promise in replace(server, nil) { promise.fail(failure) }
  }

  /// Forgets a link that the server no longer knows.
  func forget(_ server: String) { _ = replace(server, nil) }

  /// The open links, by server.
  var links: [(server: String, link: Link)] {
    halves.withLock { $0.compactMap { if case .open(let link) = $0.value { ($0.key, link) } else { nil } } }
  }

  // MARK: What servers ask

  /// A request of a server that waits for the client.
  struct Question: Sendable {
    let server: String
    /// What the server calls it, as written.
    let id: [UInt8]
    /// What the client may name when it tells of its progress.
    var token: [UInt8]?
  }

  /// Notes a request that goes to the client, under a number of the session's own: servers that know nothing of each
  /// other use the same ids. Nil if too many are open.
  func rename(_ question: Question) -> RequestID? {
    let id = RequestID.integer(lastQuestion.add(1, ordering: .relaxed).newValue)
    return asked.withLock { asked in
      guard asked.count < Self.askedMax else { return nil }
      asked[id] = question
      return id
    }
  }

  /// The number under which the client knows a server's request.
  func number(of id: [UInt8], by server: String) -> RequestID? {
    asked.withLock { $0.first { $0.value.server == server && $0.value.id == id }?.key }
  }

  /// The server that gave the client this token.
  func giver(of token: [UInt8]) -> String? { asked.withLock { $0.values.first { $0.token == token }?.server } }

  /// Notes a request that goes to the client. False if too many are open, or if another server asks under this id:
  /// then the answer could reach the wrong one. The same one may repeat it, on a stream that is resumed.
  func ask(_ id: RequestID, by server: String) -> Bool {
    asked.withLock { asked in
      if let other = asked[id] { return other.server == server }
      guard asked.count < Self.askedMax else { return false }
      asked[id] = Question(server: server, id: [])
      return true
    }
  }

  /// Who waits for an answer to `id`; nil if nobody asked.
  func asker(of id: RequestID) -> Question? { asked.withLock { $0[id] } }

  /// The answer is on its way, or nobody waits for it any more.
  func answered(_ id: RequestID) { asked.withLock { $0[id] = nil } }

  // MARK: What the client asks

  /// Notes a request of the client. False if one with this id is under way: answers could not be told apart.
  ///
  /// - Source: MCP 2025-11-25, Basic Protocol, Requests.
  func begin(_ id: RequestID) -> Bool {
    underWay.withLock { requests in
      guard requests[id] == nil else { return false }
      requests[id] = .some(nil)
      return true
    }
  }

  func place(_ id: RequestID, at server: String) { underWay.withLock { if $0[id] != nil { $0[id] = server } } }

  /// The server that works on a request; nil if none does.
  func server(of id: RequestID) -> String? { underWay.withLock { $0[id] ?? nil } }

  func end(_ id: RequestID) { underWay.withLock { $0[id] = nil } }

  /// Takes the one place for a stream of the client's own; false if it is taken.
  func claimStream() -> Bool { isListening.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged }
  func leaveStream() { isListening.store(false, ordering: .relaxed) }

  private func replace(_ server: String, _ half: Half?) -> [EventLoopPromise<Link>] {
    halves.withLock { halves in
      defer { halves[server] = half }
      if case .opening(let waiters) = halves[server] { return waiters }
      return []
    }
  }
}
