import Basics

/// Which entries are meant: those for which every condition holds.
public struct EntryQuery: Sendable, Hashable {
  public let conditions: [EntryCondition]

  init(_ conditions: [EntryCondition]) { self.conditions = conditions }

  func matches(_ entry: JSONDocument) -> Bool { conditions.allSatisfy { $0.holds(for: entry) } }

  /// The members of an audit record that a query may name.
  static let members: Set<String> = [
    "timestamp", "sequence", "event", "decision_id", "trace_id", "session_id", "spiffe_id", "caller_id", "principal", "auth_method",
    "method", "tool", "upstream", "decision", "code", "risk_score", "arguments_digest", "redactions", "response_status",
    "duration_us", "bundle_digest", "registry_digest", "detail", "prev_hash",
  ]

  /// The query as people and scripts read it: a jq filter over one entry.
  var text: String {
    conditions.isEmpty ? "true" : conditions.map(\.text).joined(separator: " and ")
  }
}

extension EntryCondition {
  var text: String {
    switch self {
    case .member(let key, let values):
      let tests = values.map { "(\(Self.path(key))|tostring) == \(JSONValue.string($0).text)" }
      return tests.count == 1 ? tests[0] : "(" + tests.joined(separator: " or ") + ")"
    case .present(let key): return "((\(Self.path(key)) // \"\") | tostring | IN(\"\", \"[]\") | not)"
    case .absent(let key): return "((\(Self.path(key)) // \"\") | tostring | IN(\"\", \"[]\"))"
    case .layer(let name, let results):
      let result = results.isEmpty ? "" : " and (.result | IN(\(results.map { JSONValue.string($0).text }.joined(separator: ", "))))"
      return "any(.layers_traversed[]?; .name == \(JSONValue.string(name).text)\(result))"
    }
  }

  private static func path(_ key: String) -> String { key == "auth_method" ? ".principal.auth_method" : ".\(key)" }
}
