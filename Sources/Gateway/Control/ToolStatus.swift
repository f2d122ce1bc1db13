public import Basics
public import Registry

/// A registered tool, and what its upstream says of it now.
public struct ToolStatus: Sendable {
  public let entry: ToolEntry
  /// The server that the tool belongs to.
  public let server: String
  public let standing: ToolStanding

  /// For the control API and `agw inspect tools`.
  public var document: JSONValue {
    [
      "name": .string(entry.name), "upstream": .string(server),
      "hash": entry.hash.map { .string($0.description) } ?? .null,
      "risk_level": .string(entry.riskLevel.rawValue), "trust_level": .string(entry.trustLevel.rawValue),
      "upstream_says": .string(standing.verdict.label),
      "observed_at": standing.observedAt.map { .string($0.rfc3339) } ?? .null,
      "description": .string(entry.description),
      "changes": .array(changes),
    ]
  }

  private var changes: [JSONValue] {
    guard case .changed(let diff) = standing.verdict else { return [] }
    return diff.changes.map { $0.document }
  }
}
