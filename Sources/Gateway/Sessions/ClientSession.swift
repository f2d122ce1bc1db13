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
  private let asked = Mutex<[RequestID: String]>([:])
  private let lastUsed: Atomic<UInt64>

  /// Requests of servers that wait for the client's answer.
  static let askedMax = 256

  init(id: String?, principal: String, protocolVersion: String, handshake: [UInt8], now: UInt64) {
    self.id = id
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

  /// Notes a request that goes to the client. False if too many are open, or if another server asks under this id:
  /// then the answer could reach the wrong one. The same one may repeat it, on a stream that is resumed.
  func ask(_ id: RequestID, by server: String) -> Bool {
    asked.withLock { asked in
      if let other = asked[id] { return other == server }
      guard asked.count < Self.askedMax else { return false }
      asked[id] = server
      return true
    }
  }

  /// Who waits for an answer to `id`; nil if nobody asked.
  func asker(of id: RequestID) -> String? { asked.withLock { $0[id] } }

  /// The answer is on its way, or nobody waits for it any more.
  func answered(_ id: RequestID) { asked.withLock { $0[id] = nil } }

  private func replace(_ server: String, _ half: Half?) -> [EventLoopPromise<Link>] {
    halves.withLock { halves in
      defer { halves[server] = half }
      if case .opening(let waiters) = halves[server] { return waiters }
      return []
    }
  }
}
