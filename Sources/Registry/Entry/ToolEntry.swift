public import Basics
public import MCP

/// One tool as the registry knows it. Immutable; shared by reference, because every call carries it along.
public final class ToolEntry: Sendable {
  /// What callers, policies and records call it: ``ownName``, or `<server>__<ownName>` where several servers have a
  /// tool of that name. 1…128 ASCII letters, digits, `_`, `-`, `.`, `/`.
  public let name: String
  /// What its server calls it.
  public let ownName: String
  /// The server that it lives on, by the name under which the gateway keeps it.
  public let server: String
  public let description: String
  /// The JSON schema of the arguments; nil only if ``hash`` is a pin.
  public let inputSchema: JSONValue?
  /// nil: the gateway's default upstream.
  public let upstream: ToolUpstream?
  /// nil: nothing fixes the definition, which only the development profile allows.
  public let hash: RegisteredHash?
  public let riskLevel: RiskLevel
  public let trustLevel: TrustLevel
  /// Free words; `sensitive` and `external` have a meaning to the session rules.
  public let labels: [String]
  /// Whether it stands in the history instead of the registry file.
  public let isAdmitted: Bool
  /// The line of the registry file on which the entry begins.
  public let line: Int
  /// Which arguments modern clients repeat in headers; nil if the schema is not there or marks them wrongly.
  public let parameterHeaders: ParameterHeaders?
  /// The entry as policies see it, under `input.tool_info`.
  public let policyView: JSONValue

  init(_ draft: ToolDraft, name: String, server: String) {
    self.name = name
    self.server = server
    ownName = draft.name
    description = draft.description
    inputSchema = draft.inputSchema
    upstream = draft.upstream
    hash = draft.hash
    trustLevel = draft.trustLevel ?? TrustLevel(suggestedBy: draft.name)
    riskLevel = draft.riskLevel ?? RiskLevel(suggestedBy: trustLevel)
    labels = draft.labels
    line = draft.line
    isAdmitted = draft.isAdmitted
    parameterHeaders = draft.inputSchema.flatMap { ParameterHeaders(schema: $0) }
    policyView = [
      "name": .string(name),
      "description": .string(description),
      "hash": hash.map { .string($0.description) } ?? .null,
      "risk_level": .string(riskLevel.rawValue),
      "trust_level": .string(trustLevel.rawValue),
      "upstream": upstream.map { .string($0.label) } ?? .null,
      "server": .string(server),
      "own_name": .string(ownName),
      "labels": .array(labels.map(JSONValue.string)),
    ]
  }

  /// The hash of the entry's own definition; nil if it has no input schema.
  public var definitionHash: DefinitionHash? {
    inputSchema.map { DefinitionHash(name: ownName, description: description, inputSchema: $0) }
  }
}
