import Basics

/// The digest that names one state of the registry.
enum RegistryDigest {
  /// SHA-256 of the canonical JSON (RFC 8785) of all entries, ordered by name.
  static func digest(of entries: [ToolEntry]) -> Digest256 {
    let ordered = entries.sorted { $0.name < $1.name }
    return Digest256(of: JSONValue.array(ordered.map(value)).canonical())
  }

  private static func value(of entry: ToolEntry) -> JSONValue {
    var value: JSONObject = [
      "name": .string(entry.name),
      "description": .string(entry.description),
      "input_schema": entry.inputSchema ?? .null,
      "hash": entry.hash.map { .string($0.description) } ?? .null,
      "risk_level": .string(entry.riskLevel.rawValue),
      "trust_level": .string(entry.trustLevel.rawValue),
      "labels": .array(entry.labels.map(JSONValue.string)),
    ]
    switch entry.upstream {
    case .named(let name): value["server"] = .string(name)
    case .url(let url): value["upstream"] = .string(url)
    case .stdio(let command): value["upstream"] = .array(command.map(JSONValue.string))
    case nil: break
    }
    return .object(value)
  }
}
