import Basics
import MCP

/// What a server may say of its own accord: the requests that its revision knows, of the kinds that the client has
/// said it can answer, and no places that a person must not be sent to.
///
/// A request that may not pass is answered in the client's stead, so that the server does not wait for ever.
///
/// - Source: MCP 2025-11-25, Lifecycle, Operation; Elicitation, URL mode; MCP 2026-07-28, Multi Round-Trip Requests.
struct ServerConduct: AnswerLayer {
  func review(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    switch message.envelope.kind {
    case .request: try reviewRequest(&message, for: call, on: loop)
    case .notification:
      // The next call is held against what the server says then.
      if message.envelope.method == .toolsListChanged, let server = call.server {
        loop.runtime.catalogue.expire(server.name)
      }
      if !Self.isWanted(message.envelope, by: call) { return message.withhold() }
      try rename(cancelled: &message, for: call, on: loop)
    case .response: if call.era == .modern { try reviewRound(message.envelope, for: call) }
    case .errorResponse: try reviewError(message.envelope)
    }
  }

  // MARK: Requests

  private func reviewRequest(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    let envelope = message.envelope
    // The modern revision forbids them on its streams: what a server needs to know it asks in a result.
    guard call.era == .legacy, let id = envelope.id, let server = call.server, let session = call.conversation(loop) else {
      throw UpstreamFailure.invalid.denial
    }
    let version = ProtocolVersion(rawValue: session.protocolVersion) ?? .newestLegacy
    guard let entry = envelope.method?.entry, entry.isAllowed(from: .server, in: version),
      Self.isDeclared(envelope.method, by: session.capabilities)
    else { return message.withhold(answering: RPCCode.methodNotFound, "The client does not take this request.") }
    if let params = envelope.params, !Self.isPlaceAllowed(in: envelope.document, params) {
      return message.withhold(answering: RPCCode.invalidParams, "People are not sent to this address.")
    }
    if session.isMerged { return try rename(&message, session, server.name) }
    guard session.ask(id, by: server.name) else {
      return message.withhold(answering: RPCCode.invalidRequest, "Too many requests wait for the client.")
    }
  }

  /// On a subscription comes what was asked for, and nothing of what the caller may not read.
  private static func isWanted(_ envelope: Envelope, by call: Call) -> Bool {
    guard let subscription = Subscription(call.envelope) else { return true }
    guard envelope.method == .resourcesUpdated else { return subscription.wants(envelope.method) }
    guard let uri = envelope.params.flatMap({ envelope.document.member(named: "uri", of: $0) })
      .flatMap({ envelope.document.string(at: $0) })
    else { return false }
    return !call.deniedURIs.contains(uri) && subscription.uris.contains { uri == $0 || uri.hasPrefix($0) }
  }

  /// Gives a request an id that no other server uses towards this client.
  private func rename(_ message: inout ServerMessage, _ session: ClientSession, _ server: String) throws(Denial) {
    let envelope = message.envelope
    let token = envelope.progressToken.map { Array(envelope.document.bytes[envelope.document.range(at: $0)]) }
    let question = ClientSession.Question(server: server, id: Array(envelope.rawID ?? []), token: token)
    guard let id = session.rename(question) else {
      return message.withhold(answering: RPCCode.invalidRequest, "Too many requests wait for the client.")
    }
    try message.replace(
      with: MessageEdits.replacing([(envelope.idRange, id.written)], in: envelope.document.bytes), limits: .standard)
  }

  /// A server that takes back a request names it by its own id.
  private func rename(cancelled message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    let envelope = message.envelope
    guard envelope.method == .cancelled, let session = call.conversation(loop), session.isMerged,
      let server = call.server, let node = envelope.params.flatMap({ envelope.document.member(named: "requestId", of: $0) })
    else { return }
    let range = envelope.document.range(at: node)
    guard let id = session.number(of: Array(envelope.document.bytes[range]), by: server.name) else {
      return message.withhold()
    }
    session.answered(id)
    try message.replace(
      with: MessageEdits.replacing([(range, id.written)], in: envelope.document.bytes), limits: .standard)
  }

  /// Whether the client has said that it can answer `method`.
  private static func isDeclared(_ method: Method?, by capabilities: JSONValue?) -> Bool {
    let name: String
    switch method {
    case .samplingCreateMessage: name = "sampling"
    case .elicitationCreate: name = "elicitation"
    case .rootsList: name = "roots"
    case .tasksGet, .tasksResult, .tasksList, .tasksCancel: name = "tasks"
    default: return true
    }
    return capabilities?[name]?.objectValue != nil
  }

  // MARK: Rounds

  /// A result that asks for more, in the modern revision.
  private func reviewRound(_ envelope: Envelope, for call: Call) throws(Denial) {
    let document = envelope.document
    if TasksExtension.isTask(envelope), call.envelope.map(TasksExtension.isDeclared) != true { throw UpstreamFailure.invalid.denial }
    guard let result = envelope.result, let requests = document.member(named: "inputRequests", of: result) else { return }
    switch call.envelope?.method {
    case .toolsCall, .promptsGet, .resourcesRead, .tasksGet: break
    default: throw UpstreamFailure.invalid.denial
    }
    let capabilities = call.envelope.flatMap { own in own.clientCapabilities.map { own.document.value(at: $0) } }
    for (_, request) in document.members(of: requests) {
      guard let method = document.member(named: "method", of: request).flatMap({ document.string(at: $0) }).map(Method.init),
        method.entry?.embedded.contains(.v2026_07_28) == true, Self.isDeclared(method, by: capabilities)
      else { throw UpstreamFailure.invalid.denial }
      let params = document.member(named: "params", of: request)
      if let params, !Self.isPlaceAllowed(in: document, params) { throw Self.placeDenial }
    }
  }

  // MARK: Places

  private static let placeDenial = Denial(.answerBlocked, "The server sends people to an address that is not allowed.")

  /// The error by which a server asks for a visit first. Source: MCP 2025-11-25, URLElicitationRequiredError.
  private func reviewError(_ envelope: Envelope) throws(Denial) {
    let document = envelope.document
    guard let error = envelope.error, let data = document.member(named: "data", of: error),
      let list = document.member(named: "elicitations", of: data)
    else { return }
    for element in document.elements(of: list) where !Self.isPlaceAllowed(in: document, element) { throw Self.placeDenial }
  }

  private static func isPlaceAllowed(in document: JSONDocument, _ params: Int) -> Bool {
    guard let node = document.member(named: "url", of: params) else { return true }
    return document.string(at: node).map(ElicitationPlace.isAllowed) ?? false
  }
}
