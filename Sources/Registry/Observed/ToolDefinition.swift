public import Basics

/// What an upstream says of one of its tools in its answer to `tools/list`.
///
/// - Source: MCP 2025-11-25, server/tools, "Tool".
public struct ToolDefinition: Sendable, Equatable {
  public let name: String
  /// Empty if the upstream gives none.
  public let description: String
  public let inputSchema: JSONValue
  /// Everything the upstream said: title, annotations, output schema, icons, `_meta` and what is not known
  /// yet.
  public let whole: JSONValue

  /// Reads one element of `result.tools`; nil if it is no tool: not an object, no text under `name`, a
  /// `description` that is no text, or no object under `inputSchema`.
  public init?(_ value: JSONValue) {
    guard let name = value["name"]?.stringValue, let schema = value["inputSchema"], schema.objectValue != nil
    else { return nil }
    switch value["description"] {
    case nil, .null: description = ""
    case .string(let text): description = text
    default: return nil
    }
    self.name = name
    inputSchema = schema
    whole = value
  }

  /// The hash that a registry entry for it would hold.
  public var hash: DefinitionHash {
    DefinitionHash(name: name, description: description, inputSchema: inputSchema)
  }

  /// SHA-256 of the canonical JSON (RFC 8785) of everything that was said.
  public var pin: Digest256 { Digest256(of: whole.canonical()) }
}
