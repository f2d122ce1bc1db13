/// Where the entries of the audit log are read from.
public protocol EntrySource: Sendable {
  /// `file` or `opensearch`, as `--audit-source` names it.
  var kind: String { get }
  /// The path or the address, without credentials.
  var place: String { get }

  /// Gives every entry of a period, oldest first, one JSON object each, until `body` returns false. Memory does not
  /// grow with the number of entries.
  func forEach(in period: EvidencePeriod, _ body: (_ entry: [UInt8]) -> Bool) throws
}
