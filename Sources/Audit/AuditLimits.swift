/// The bounds of the audit log.
public enum AuditLimits {
  /// One entry, in bytes, without its place in the chain. 1 MiB.
  public static let entryBytesMax = 1 << 20
  /// One line, in bytes: an entry, and what the chain adds to it.
  public static let lineBytesMax = entryBytesMax + 256
  /// Entries that may wait to be written; appends beyond them are refused.
  public static let pendingEntriesMax = 16_384
  /// Bytes that may wait to be written; appends beyond them are refused. 16 MiB.
  public static let pendingBytesMax = 16 << 20
  /// A segment that is longer is closed before the next commit, in bytes. 256 MiB.
  public static let segmentBytesMax = 256 << 20
  /// Room that is set aside on the disk ahead of the end of the active segment, in bytes. 16 MiB.
  static let roomStepBytes = 16 << 20
  /// How long an entry that nobody waits for may wait for others before it is written.
  static let unawaitedDelayMax = Duration.milliseconds(50)
  /// Time between two attempts to write while the log is failing.
  public static let retryInterval = Duration.seconds(1)
  /// Commits after which the head is written.
  public static let headCommitsMax = 1_000
  /// Time after which a commit is covered by a head.
  public static let headInterval = Duration.seconds(5)
  /// A buffer that grew beyond this is given back after its commit, in bytes. 1 MiB.
  static let bufferBytesKept = 1 << 20
}
