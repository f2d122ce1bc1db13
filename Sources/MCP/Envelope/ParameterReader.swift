import Basics

/// Finds in `params` what the gateway decides by: the name, the arguments, the metadata.
enum ParameterReader {
  /// Members of `_meta` that make a request a modern one.
  ///
  /// - Source: MCP 2026-07-28, Basic Protocol, Request Metadata.
  static let versionKey: StaticString = "io.modelcontextprotocol/protocolVersion"
  static let capabilitiesKey: StaticString = "io.modelcontextprotocol/clientCapabilities"

  static func read(_ params: Int, into envelope: inout Envelope) throws(EnvelopeError) {
    envelope.params = params
    switch envelope.document.kind(at: params) {
    case .object: break
    case .array: return
    default: throw EnvelopeError(.paramsInvalid, at: envelope.document.range(at: params).lowerBound)
    }
    let members = ParameterMembers(of: envelope.document, object: params)
    if let metadata = members.metadata { try read(metadata: metadata, into: &envelope) }
    if let arguments = members.arguments, envelope.method?.takesArguments == true {
      guard envelope.document.kind(at: arguments) == .object else {
        throw EnvelopeError(.argumentsInvalid, at: envelope.document.range(at: arguments).lowerBound)
      }
      envelope.arguments = arguments
    }
    envelope.requestState = members.requestState
    if let token = members.progressToken, envelope.method == .progress {
      try checkToken(token, of: envelope.document)
      envelope.progressToken = token
    }
    if let node = nameNode(members, of: envelope), envelope.document.kind(at: node) == .string {
      envelope.nameNode = node
      envelope.name = envelope.document.string(at: node)
    }
  }

  private static func read(metadata: Int, into envelope: inout Envelope) throws(EnvelopeError) {
    let document = envelope.document
    guard document.kind(at: metadata) == .object else {
      throw EnvelopeError(.metadataInvalid, at: document.range(at: metadata).lowerBound)
    }
    envelope.metadata = metadata
    envelope.progressToken = document.member(named: "progressToken", of: metadata)
    if let token = envelope.progressToken { try checkToken(token, of: document) }
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
  private static func checkToken(_ token: Int, of document: JSONDocument) throws(EnvelopeError) {
    let range = document.range(at: token)
    switch document.kind(at: token) {
    case .string: return
    case .number where EnvelopeReader.integer(document.bytes[range]) != nil: return
    default: throw EnvelopeError(.metadataInvalid, at: range.lowerBound)
    }
  }

  // MARK: The name

  private static func nameNode(_ members: ParameterMembers, of envelope: Envelope) -> Int? {
    switch envelope.method?.subject {
    case .name: members.name
    case .uri: members.uri
    case .task: members.taskID
    case .reference: members.reference.flatMap { reference($0, of: envelope.document) }
    case .some(.none), nil: nil
    }
  }

  /// What a completion is for: the name of a prompt, or the URI of a resource template.
  private static func reference(_ reference: Int, of document: JSONDocument) -> Int? {
    guard let type = document.member(named: "type", of: reference) else { return nil }
    if document.matches(type, "ref/prompt") { return document.member(named: "name", of: reference) }
    if document.matches(type, "ref/resource") { return document.member(named: "uri", of: reference) }
    return nil
  }

  /// Refuses a message whose method is about something and that does not say about what.
  static func checkName(of envelope: Envelope, at start: Int) throws(EnvelopeError) {
    guard let subject = envelope.method?.subject else { return }
    if case .none = subject { return }
    // What the stated revision does not have needs no subject: it is refused as a method that does not exist.
    if let stated = envelope.statedVersion.flatMap(ProtocolVersion.init(rawValue:)), stated.era == .modern,
      envelope.method?.entry?.isAllowed(from: .client, in: stated) == false
    {
      return
    }
    let at = envelope.params.map { envelope.document.range(at: $0).lowerBound } ?? start
    guard let name = envelope.name, !name.isEmpty else { throw EnvelopeError(.nameMissing, at: at) }
    guard name.utf8.count <= EnvelopeLimits.nameBytesMax else { throw EnvelopeError(.nameTooLong, at: at) }
  }
}
