public import Basics

extension HashReport {
  /// For `agw tools hash`.
  public var document: JSONValue {
    [
      "tool": .string(tool), "line": .integer(line), "status": .string(status.rawValue),
      "given": given.map { .string($0.description) } ?? .null,
      "hash": computed.map { .string($0.inDocumentOrder.hex) } ?? .null,
      "canonical_hash": computed.map { .string($0.canonical.hex) } ?? .null,
    ]
  }
}
