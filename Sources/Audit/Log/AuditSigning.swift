/// How the log is made provable to others: a tree over all lines, and signed checkpoints of it.
public struct AuditSigning: Sendable, Equatable {
  /// The log's name in its checkpoints, given to its first key and kept: no blanks and no plus signs. Two logs must not
  /// have the same.
  public var origin: String
  /// Entries after which a checkpoint is written.
  public var entriesMax: Int
  /// Time after which an entry is covered by a checkpoint.
  public var interval: Duration
  /// A file, best on another file system, that gets every checkpoint as well; nil for none.
  public var anchorPath: String?

  public init(
    origin: String? = nil, entriesMax: Int = AuditLimits.checkpointEntriesMax,
    interval: Duration = AuditLimits.checkpointInterval, anchorPath: String? = nil
  ) {
    self.origin = origin ?? Self.unique()
    self.entriesMax = entriesMax
    self.interval = interval
    self.anchorPath = anchorPath
  }

  /// A name that no other log has.
  private static func unique() -> String { "precinct/" + String(UInt64.random(in: .min ... .max), radix: 16) }
}
