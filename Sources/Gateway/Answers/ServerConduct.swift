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
    case .notification: return
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
    guard session.ask(id, by: server.name) else {
      return message.withhold(answering: RPCCode.invalidRequest, "Too many requests wait for the client.")
    }
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
