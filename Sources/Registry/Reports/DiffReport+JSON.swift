public import Basics

extension DiffReport {
  /// `matches`, `changed`, `missing`, `not_yet_seen` or `unregistered`.
  public var status: String {
    switch kind {
    case .registered(let verdict): verdict.label
    case .unregistered: "unregistered"
    }
  }

  /// For the control API and `agw tools diff`.
  public var document: JSONValue {
    ["tool": .string(tool), "status": .string(status), "changes": .array(changes.map { $0.document })]
  }

  private var changes: [DefinitionDiff.Change] {
    guard case .registered(.changed(let diff)) = kind else { return [] }
    return diff.changes
  }
}
