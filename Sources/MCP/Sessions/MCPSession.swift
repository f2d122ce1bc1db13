public import Basics

/// What the gateway knows of one legacy session: a pure state.
///
/// | state | message | next |
/// |---|---|---|
/// | opening | `notifications/initialized` from the client | open |
/// | opening, open | DELETE, idle, the upstream's 404 | ended |
///
/// The two directions number their requests independently, so their ids are kept apart.
///
/// - Source: MCP 2025-11-25, Lifecycle, and Transports, Session Management.
public struct MCPSession: Sendable {
  public enum Phase: String, Sendable { case opening, open, ended }

  public let id: SessionIdentifier
  /// Key of the principal that opened it; nobody else finds it.
  public let owner: String
  public let version: ProtocolVersion
  /// Which upstream it leads to.
  public let upstream: String
  /// The upstream's own identifier; nil if it gave none.
  public let upstreamID: SessionIdentifier?
  public internal(set) var phase = Phase.opening
  public internal(set) var lastUsed: Timestamp
  /// Whether a GET stream is open: there is at most one.
  public private(set) var hasStandaloneStream = false

  private let requestsMax: Int
  private var clientRequests: Set<RequestID> = []
  private var serverRequests: Set<RequestID> = []

  init(
    id: SessionIdentifier, owner: String, version: ProtocolVersion, upstream: String,
    upstreamID: SessionIdentifier?, requestsMax: Int, now: Timestamp
  ) {
    self.id = id
    self.owner = owner
    self.version = version
    self.upstream = upstream
    self.upstreamID = upstreamID
    self.requestsMax = requestsMax
    self.lastUsed = now
  }

  /// Requests that wait for an answer, of both sides.
  public var openRequests: Int { clientRequests.count + serverRequests.count }

  /// Takes a message of the client.
  ///
  /// - Throws: `session_request_id_in_use` if a request with its id is still open, `session_too_many_requests`,
  ///   `session_response_not_awaited` if it answers nothing that the server asked.
  public mutating func receive(_ envelope: Envelope) throws(SessionError) {
    guard phase != .ended else { throw .notFound }
    switch envelope.kind {
    case .request: try Self.open(envelope.id, in: &clientRequests, requestsMax)
    case .notification:
      if envelope.method == .initialized { phase = .open }
    case .response, .errorResponse:
      guard let id = envelope.id, serverRequests.remove(id) != nil else { throw .responseNotAwaited }
    }
  }

  /// Takes a message of the server that is about to go to the client.
  ///
  /// - Throws: As ``receive(_:)``, with the sides exchanged; a late or forged answer is `session_response_not_awaited`.
  public mutating func send(_ envelope: Envelope) throws(SessionError) {
    guard phase != .ended else { throw .notFound }
    switch envelope.kind {
    case .request: try Self.open(envelope.id, in: &serverRequests, requestsMax)
    case .notification: return
    case .response, .errorResponse:
      guard let id = envelope.id, clientRequests.remove(id) != nil else { throw .responseNotAwaited }
    }
  }

  /// A request of the client that will not be answered any more: refused, timed out, or its upstream is gone.
  public mutating func abandon(_ id: RequestID) { clientRequests.remove(id) }

  public mutating func openStandaloneStream() throws(SessionError) {
    guard !hasStandaloneStream else { throw .streamOpenAlready }
    hasStandaloneStream = true
  }

  public mutating func closeStandaloneStream() { hasStandaloneStream = false }

  private static func open(_ id: RequestID?, in open: inout Set<RequestID>, _ most: Int) throws(SessionError) {
    guard let id else { return }
    guard open.count < most else { throw open.contains(id) ? .requestIDInUse : .tooManyRequests }
    guard open.insert(id).inserted else { throw .requestIDInUse }
  }
}
