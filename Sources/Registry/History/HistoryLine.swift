public import Basics

/// One line of the registry's history: signed, and holding the digest of the line before.
public struct HistoryLine: Sendable, Equatable {
  /// From 1, without gaps.
  public let sequence: Int
  public let at: Timestamp
  public let action: HistoryAction
  public let server: String
  /// As its server calls it.
  public let tool: String
  /// What the tool's registry entry was then; nil if nobody registered it.
  public let registered: String?
  /// Everything that the server said of the tool.
  public let definition: JSONValue
  /// What the detection rules found, each once.
  public let findings: [String]
  /// Who did it: `gateway`, or the name that a person gave.
  public let by: String
  /// SHA-256 of the line before, in hexadecimal; zeros for the first.
  public let previous: String

  /// The pin of ``definition``; see ``ToolDefinition/pin``.
  public var pin: Digest256 { Digest256(of: definition.canonical()) }

  /// What is signed: the line without its signature.
  var document: JSONObject {
    [
      "sequence": .integer(sequence), "at": .string(at.rfc3339), "action": .string(action.rawValue),
      "server": .string(server), "tool": .string(tool), "registered": registered.map { .string($0) } ?? .null,
      "pin": .string(pin.hex), "findings": .array(findings.map { .string($0) }), "by": .string(by),
      "definition": definition, "previous": .string(previous),
    ]
  }

  /// For the control API and `agw tools history`.
  public var summary: JSONValue {
    var summary = document
    summary["definition"] = nil
    return .object(summary)
  }

  init(
    sequence: Int, at: Timestamp, action: HistoryAction, server: String, tool: String, registered: String?,
    definition: JSONValue, findings: [String], by: String, previous: String
  ) {
    self.sequence = sequence
    self.at = at
    self.action = action
    self.server = server
    self.tool = tool
    self.registered = registered
    self.definition = definition
    self.findings = findings
    self.by = by
    self.previous = previous
  }

  init?(_ value: JSONValue) {
    guard let sequence = value["sequence"]?.intValue, let at = value["at"]?.stringValue.flatMap({ Timestamp(rfc3339: $0) }),
      let action = value["action"]?.stringValue.flatMap(HistoryAction.init), let server = value["server"]?.stringValue,
      let tool = value["tool"]?.stringValue, let definition = value["definition"], let by = value["by"]?.stringValue,
      let previous = value["previous"]?.stringValue
    else { return nil }
    self.init(
      sequence: sequence, at: at, action: action, server: server, tool: tool,
      registered: value["registered"]?.stringValue, definition: definition,
      findings: value["findings"]?.arrayValue?.compactMap(\.stringValue) ?? [], by: by, previous: previous)
  }
}
