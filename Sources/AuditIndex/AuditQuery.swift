public import Audit

/// What is searched for.
public struct AuditQuery: Sendable, Equatable {
  public var filter: AuditFilter
  /// Words that the arguments or the detail must all hold, in any order; letters of either case are the same.
  public var words: [String]
  /// Only so many of the latest entries; nil for all.
  public var last: Int?

  public init(_ filter: AuditFilter = AuditFilter(), words: [String] = [], last: Int? = nil) {
    self.filter = filter
    self.words = words
    self.last = last
  }

  /// Whether a line has the words, for entries that are not in an index yet.
  public func hasWords(_ line: [UInt8]) -> Bool {
    guard !words.isEmpty else { return true }
    guard let text = IndexedEntry(line)?.text.lowercased() else { return false }
    return words.allSatisfy { text.contains($0.lowercased()) }
  }
}
