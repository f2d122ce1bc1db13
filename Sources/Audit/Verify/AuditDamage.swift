/// The first thing that is wrong with a log.
public struct AuditDamage: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// A line is not what was written.
    case changed
    /// Lines are missing between others, or at the beginning.
    case removed
    /// A line was added between others.
    case inserted
    /// A line stands in another place than it was written in.
    case reordered
    /// Lines are missing at the end.
    case truncated
    /// The chain holds, but it is not the one that the head file saw.
    case forked
  }

  public let kind: Kind
  public let path: String
  /// Counted from 1: the damaged line, or for what is missing the line that stands where it was.
  public let line: Int
  /// The entries concerned.
  public let sequences: ClosedRange<UInt64>
  /// One sentence on how it shows.
  public let evidence: String
}
