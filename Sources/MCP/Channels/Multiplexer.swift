public import Basics

/// Many requests on one channel to a server that has no other way to tell them apart: a pure state.
///
/// Ids are replaced by numbers of the gateway's own while they are with the server, because those of several
/// callers could be the same, and are put back in what comes back. On a channel that callers share the same is
/// done to progress tokens and subscription ids, which the callers chose as well.
///
/// - Source: JSON-RPC 2.0 §4; MCP 2026-07-28, stdio transport, and Subscriptions.
public struct Multiplexer: Sendable {
  /// Names a request towards whoever sent it; never repeats.
  public typealias Key = UInt64

  /// Where a message of the server belongs.
  public enum Delivery: Sendable, Equatable {
    /// The response to a request, with the caller's own id.
    case response(Key, [UInt8])
    /// A notification or request of the server that belongs to a request under way.
    case aside(Key, [UInt8])
    /// It belongs to no request in particular.
    case unclaimed([UInt8])
    /// A response that nobody waits for, or bytes that are no message.
    case nothing
  }

  private struct Pending: Sendable {
    let key: Key
    let id: [UInt8]
    let requestID: RequestID
    let token: [UInt8]?
  }

  /// Requests under way on one channel.
  public static let pendingMax = 256
  private static let subscriptionKey: StaticString = "io.modelcontextprotocol/subscriptionId"

  private let isShared: Bool
  private var pending: [Int64: Pending] = [:]
  private var numbers: [Key: Int64] = [:]
  private var lastNumber: Int64 = 0

  /// - Parameter isShared: Whether several callers' messages travel on the channel.
  public init(isShared: Bool) { self.isShared = isShared }

  public var count: Int { pending.count }
  public var isFull: Bool { pending.count >= Self.pendingMax }

  /// A request as it goes to the server; nil if too many are under way.
  public mutating func send(_ request: Envelope, as key: Key) -> [UInt8]? {
    guard !isFull, let id = request.id, let rawID = request.rawID else { return nil }
    lastNumber += 1
    let number = lastNumber
    let document = request.document
    let token = request.progressToken.map { document.range(at: $0) }
    pending[number] = Pending(key: key, id: Array(rawID), requestID: id, token: token.map { Array(document.bytes[$0]) })
    numbers[key] = number
    var edits = [TextEdits.Edit(range: request.idRange, replacement: Array(String(number).utf8))]
    if isShared, let token { edits.append(TextEdits.Edit(range: token, replacement: Array(String(number).utf8))) }
    return TextEdits(edits).applied(to: document.bytes, in: document.range(at: request.node))
  }

  /// A notification or response of a caller as it goes to the server: a cancellation names the server's number.
  /// Nil for the cancellation of a request that is not under way.
  public func tell(_ message: Envelope) -> [UInt8]? {
    let document = message.document
    guard message.method == .cancelled, let params = message.params,
      let node = document.member(named: "requestId", of: params)
    else { return Array(message.bytes) }
    let id = EnvelopeReader.requestID(at: node, in: document)
    guard let number = pending.first(where: { $0.value.requestID == id })?.key else { return nil }
    let edit = TextEdits.Edit(range: document.range(at: node), replacement: Array(String(number).utf8))
    return TextEdits([edit]).applied(to: document.bytes, in: document.range(at: message.node))
  }

  /// Nobody waits for the answer to `key` any more. Gives the cancellation to send; nil if it is not under way.
  public mutating func abandon(_ key: Key) -> [UInt8]? {
    guard let number = numbers.removeValue(forKey: key), pending.removeValue(forKey: number) != nil else { return nil }
    return JSONRPCWriter.notification(method: .cancelled, params: Array(#"{"requestId":\#(number)}"#.utf8))
  }

  /// Forgets every request and gives their keys.
  public mutating func removeAll() -> [Key] {
    defer {
      pending = [:]
      numbers = [:]
    }
    return pending.values.map(\.key)
  }

  /// What a message of the server is, and whose.
  public mutating func receive(_ bytes: [UInt8], limits: JSONLimits = .standard) -> Delivery {
    guard let envelope = try? Envelope(parsing: bytes, limits: EnvelopeLimits(json: limits)) else { return .nothing }
    if envelope.isResponse { return response(envelope) }
    if let delivery = subscribed(envelope) ?? progress(envelope) { return delivery }
    // The server does not say what its message belongs to: the latest request is the likeliest where all are one
    // caller's, and on a shared channel there must be one alone.
    if let latest, isShared ? pending.count == 1 : !Self.isAnnouncement(envelope) { return .aside(latest, bytes) }
    return isShared ? .nothing : .unclaimed(bytes)
  }

  /// The request that was sent last and is still under way.
  public var latest: Key? { pending.max { $0.key < $1.key }?.value.key }

  /// Whether a notification is about the server as a whole.
  private static func isAnnouncement(_ envelope: Envelope) -> Bool {
    switch envelope.method {
    case .toolsListChanged, .promptsListChanged, .resourcesListChanged, .resourcesUpdated, .tasksStatus,
      .elicitationComplete:
      true
    default: false
    }
  }

  private mutating func response(_ envelope: Envelope) -> Delivery {
    guard case .integer(let number) = envelope.id, let request = pending.removeValue(forKey: number) else { return .nothing }
    numbers[request.key] = nil
    var edits = [TextEdits.Edit(range: envelope.idRange, replacement: request.id)]
    if let node = subscription(of: envelope) {
      edits.append(TextEdits.Edit(range: envelope.document.range(at: node), replacement: request.id))
    }
    return .response(request.key, applied(edits, to: envelope))
  }

  /// A message of a subscription names the request that opened it.
  private func subscribed(_ envelope: Envelope) -> Delivery? {
    guard let node = subscription(of: envelope) else { return nil }
    guard case .integer(let number) = EnvelopeReader.requestID(at: node, in: envelope.document),
      let request = pending[number]
    else { return .nothing }
    let edit = TextEdits.Edit(range: envelope.document.range(at: node), replacement: request.id)
    return .aside(request.key, applied([edit], to: envelope))
  }

  private func subscription(of envelope: Envelope) -> Int? {
    envelope.metadata.flatMap { envelope.document.member(named: Self.subscriptionKey, of: $0) }
  }

  private func progress(_ envelope: Envelope) -> Delivery? {
    guard envelope.method == .progress, let node = envelope.progressToken else { return nil }
    let document = envelope.document
    let token = document.bytes[document.range(at: node)]
    guard isShared else {
      // A token outlives the answer where that is a task.
      guard let request = pending.values.first(where: { $0.token?.elementsEqual(token) == true }) else { return nil }
      return .aside(request.key, Array(envelope.bytes))
    }
    guard case .integer(let number) = EnvelopeReader.requestID(at: node, in: document), let request = pending[number],
      let own = request.token
    else { return .nothing }
    let edit = TextEdits.Edit(range: document.range(at: node), replacement: own)
    return .aside(request.key, applied([edit], to: envelope))
  }

  private func applied(_ edits: [TextEdits.Edit], to envelope: Envelope) -> [UInt8] {
    TextEdits(edits).applied(to: envelope.document.bytes, in: envelope.document.range(at: envelope.node))
  }
}
