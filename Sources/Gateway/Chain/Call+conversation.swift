import Basics
import Identity
import MCP
import Registry
import SPIFFE

extension Call {
  /// The session that the caller named, or the one that its calls without a session share; nil for nobody's calls
  /// and for modern ones, which have no session.
  func conversation(_ loop: LoopState) -> ClientSession? {
    if let session { return session }
    guard era == .legacy, let principal else { return nil }
    return loop.runtime.sessions.implicit(of: principal.id.text, version: statedVersion, now: startedAt)
  }

  /// What a caller without a session says it speaks.
  private var statedVersion: ProtocolVersion {
    request.mirrored.protocolVersion.flatMap { ProtocolVersion(rawValue: String(decoding: $0, as: UTF8.self)) }
      .flatMap { $0.era == .legacy ? $0 : nil } ?? .newestLegacy
  }

  /// What a `requestState` of this call is bound to.
  var stateBinding: StateSeal.Binding? {
    guard let principal, let server else { return nil }
    return StateSeal.Binding(
      principal: principal.id.text, server: server.name, method: methodName, subject: subject ?? "")
  }
}

extension Call {
  /// The body with what the server knows by other words: its own `requestState`, its name of the subject, its id of a
  /// request. The layers have seen the caller's.
  var bodyForServer: [UInt8] {
    let bytes = editedBody ?? body
    guard let envelope = try? Envelope(parsing: bytes) else { return bytes }
    var edits: [(range: Range<Int>, text: [UInt8])] = []
    if let requestState, let node = envelope.requestState {
      var text: [UInt8] = [UInt8(ascii: "\"")]
      JSONEscapes.appendEscaped(requestState, to: &text)
      edits.append((envelope.document.range(at: node), text + [UInt8(ascii: "\"")]))
    }
    if let nameAtServer, let node = envelope.nameNode {
      edits.append((envelope.document.range(at: node), JSONValue.string(nameAtServer).serialized()))
    }
    if !deniedURIs.isEmpty, let edit = Subscription(envelope)?.without(deniedURIs) { edits.append(edit) }
    if let idAtServer { edits.append((envelope.idRange, idAtServer)) }
    return MessageEdits.replacing(edits, in: bytes)
  }
}

// What goes to the server otherwise than it came.
extension Call {
  /// Offers no revision that the gateway does not enforce. Source: MCP 2025-11-25, Lifecycle, Version Negotiation.
  func capVersion() {
    let bytes = editedBody ?? body
    guard let own = try? Envelope(parsing: bytes), let params = own.params,
      let node = own.document.member(named: "protocolVersion", of: params), let offered = own.document.string(at: node),
      let capped = VersionRules().capped(offered), capped.rawValue != offered
    else { return }
    let range = own.document.range(at: node)
    editedBody = Array(bytes[..<range.lowerBound]) + "\"\(capped.rawValue)\"".utf8 + bytes[range.upperBound...]
  }

  /// The parameters as they went to the server.
  var sentParameters: [UInt8] {
    guard let sent = try? Envelope(parsing: outgoingBody), let params = sent.params else { return Array("{}".utf8) }
    return Array(sent.document.bytes[sent.document.range(at: params)])
  }

  /// The `Mcp-Param-…` fields that belong to what is sent. Where a layer has changed the arguments they are made
  /// anew, and those that nobody knows are left out: they could repeat what was withheld.
  var parameterFields: [(name: String, value: String)] {
    guard let editedBody, !request.parameterFields.isEmpty else { return request.parameterFields }
    guard let headers = tool?.parameterHeaders, let sent = try? Envelope(parsing: editedBody) else { return [] }
    return headers.fields(of: sent.arguments.map { sent.document.value(at: $0) })
  }
}
