import Basics

/// Finds in `params` what the gateway decides by: the name, the arguments, the metadata.
enum ParameterReader {
  /// Members of `_meta` that make a request a modern one.
  ///
  /// - Source: MCP 2026-07-28, Basic Protocol, Request Metadata.
  static let versionKey: StaticString = "io.modelcontextprotocol/protocolVersion"
  static let capabilitiesKey: StaticString = "io.modelcontextprotocol/clientCapabilities"

  static func read(_ params: Int, into envelope: inout Envelope) throws(EnvelopeError) {
    let document = envelope.document
    envelope.params = params
    switch document.kind(at: params) {
    case .object: break
    case .array: return
    default: throw EnvelopeError(.paramsInvalid, at: document.range(at: params).lowerBound)
    }
    if let metadata = document.member(named: "_meta", of: params) {
      try read(metadata: metadata, into: &envelope)
    }
    if envelope.method == .toolsCall || envelope.method == .promptsGet {
      envelope.arguments = document.member(named: "arguments", of: params)
      if let arguments = envelope.arguments, document.kind(at: arguments) != .object {
        throw EnvelopeError(.argumentsInvalid, at: document.range(at: arguments).lowerBound)
      }
    }
    if envelope.method == .progress {
      envelope.progressToken = document.member(named: "progressToken", of: params)
      try checkToken(of: envelope)
    }
    envelope.nameNode = nameNode(in: params, of: envelope)
    envelope.name = envelope.nameNode.flatMap(document.string)
  }

  private static func read(metadata: Int, into envelope: inout Envelope) throws(EnvelopeError) {
    let document = envelope.document
    guard document.kind(at: metadata) == .object else {
      throw EnvelopeError(.metadataInvalid, at: document.range(at: metadata).lowerBound)
    }
    envelope.metadata = metadata
    envelope.progressToken = document.member(named: "progressToken", of: metadata)
    try checkToken(of: envelope)
    envelope.protocolVersion = document.member(named: versionKey, of: metadata)
    if let version = envelope.protocolVersion, document.kind(at: version) != .string {
      throw EnvelopeError(.metadataInvalid, at: document.range(at: version).lowerBound)
    }
    envelope.clientCapabilities = document.member(named: capabilitiesKey, of: metadata)
    if let capabilities = envelope.clientCapabilities, document.kind(at: capabilities) != .object {
      throw EnvelopeError(.metadataInvalid, at: document.range(at: capabilities).lowerBound)
    }
  }

  /// A progress token is a string or a whole number.
  private static func checkToken(of envelope: Envelope) throws(EnvelopeError) {
    guard let token = envelope.progressToken else { return }
    let document = envelope.document
    let range = document.range(at: token)
    switch document.kind(at: token) {
    case .string: return
    case .number where EnvelopeReader.integer(document.bytes[range]) != nil: return
    default: throw EnvelopeError(.metadataInvalid, at: range.lowerBound)
    }
  }

  // MARK: The name

  private static func nameNode(in params: Int, of envelope: Envelope) -> Int? {
    let document = envelope.document
    let found: Int? =
      switch envelope.method?.entry?.subject {
      case .name: document.member(named: "name", of: params)
      case .uri: document.member(named: "uri", of: params)
      case .task: document.member(named: "taskId", of: params)
      case .reference: reference(in: params, of: document)
      case .some(.none), nil: nil
      }
    guard let found, document.kind(at: found) == .string else { return nil }
    return found
  }

  /// What a completion is for: the name of a prompt, or the URI of a resource template.
  private static func reference(in params: Int, of document: JSONDocument) -> Int? {
    guard let reference = document.member(named: "ref", of: params),
      let type = document.member(named: "type", of: reference)
    else { return nil }
    if document.matches(type, "ref/prompt") { return document.member(named: "name", of: reference) }
    if document.matches(type, "ref/resource") { return document.member(named: "uri", of: reference) }
    return nil
  }

  /// Refuses a message whose method is about something and that does not say about what.
  static func checkName(of envelope: Envelope, at start: Int) throws(EnvelopeError) {
    guard let entry = envelope.method?.entry else { return }
    if case .none = entry.subject { return }
    let at = envelope.params.map { envelope.document.range(at: $0).lowerBound } ?? start
    guard let name = envelope.name, !name.isEmpty else { throw EnvelopeError(.nameMissing, at: at) }
    guard name.utf8.count <= EnvelopeLimits.nameBytesMax else { throw EnvelopeError(.nameTooLong, at: at) }
  }
}
