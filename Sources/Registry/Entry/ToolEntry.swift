public import Basics
public import MCP

/// One tool as the registry knows it. Immutable; shared by reference, because every call carries it along.
public final class ToolEntry: Sendable {
  /// 1…128 ASCII letters, digits, `_`, `-`, `.`, `/`, as upstream and callers spell it.
  public let name: String
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
  /// The line of the registry file on which the entry begins.
  public let line: Int
  /// Which arguments modern clients repeat in headers; nil if the schema is not there or marks them wrongly.
  public let parameterHeaders: ParameterHeaders?
  /// The entry as policies see it, under `input.tool_info`.
  public let policyView: JSONValue

  init(_ draft: ToolDraft) {
    name = draft.name
    description = draft.description
    inputSchema = draft.inputSchema
    upstream = draft.upstream
    hash = draft.hash
    trustLevel = draft.trustLevel ?? TrustLevel(suggestedBy: draft.name)
    riskLevel = draft.riskLevel ?? RiskLevel(suggestedBy: trustLevel)
    labels = draft.labels
    line = draft.line
    parameterHeaders = draft.inputSchema.flatMap { ParameterHeaders(schema: $0) }
    policyView = [
      "name": .string(name),
      "description": .string(description),
      "hash": hash.map { .string($0.description) } ?? .null,
      "risk_level": .string(riskLevel.rawValue),
      "trust_level": .string(trustLevel.rawValue),
      "upstream": upstream.map { .string($0.label) } ?? .null,
      "labels": .array(labels.map(JSONValue.string)),
    ]
  }

  /// The hash of the entry's own definition; nil if it has no input schema.
  public var definitionHash: DefinitionHash? {
    inputSchema.map { DefinitionHash(name: name, description: description, inputSchema: $0) }
  }
}
