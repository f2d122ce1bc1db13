public import Basics

extension DefinitionDiff.Change {
  /// For the control API and `agw tools diff`.
  public var document: JSONValue {
    [
      "path": .string(path), "registered": registered.map { .string($0) } ?? .null,
      "observed": observed.map { .string($0) } ?? .null,
    ]
  }
}
