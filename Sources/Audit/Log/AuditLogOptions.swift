import Basics

/// How a log is kept.
public struct AuditLogOptions: Sendable {
  public var durability: Durability
  /// A segment that has grown to this is closed before the next commit, in bytes.
  public var segmentBytesMax: Int
  /// Time between two attempts while the log is failing.
  public var retryInterval: Duration
  /// Commits after which the head is written.
  public var headCommitsMax: Int
  /// Time after which a commit is covered by a head.
  public var headInterval: Duration
  /// The age of its first entry at which a segment is closed before the next commit; nil for no bound.
  public var segmentAgeMax: Duration?
  /// Whether closed segments are compressed, on a thread of the lowest priority.
  public var compressesSegments = false
  /// How checkpoints are signed; nil for a log that only has its chain.
  public var signing: AuditSigning?
  var calls = SystemCalls.system
  /// The wall clock.
  var now: @Sendable () -> Timestamp = { .now() }

  public init(
    durability: Durability = .commit, segmentBytesMax: Int = AuditLimits.segmentBytesMax,
    retryInterval: Duration = AuditLimits.retryInterval,
    headCommitsMax: Int = AuditLimits.headCommitsMax, headInterval: Duration = AuditLimits.headInterval
  ) {
    self.durability = durability
    self.segmentBytesMax = segmentBytesMax
    self.retryInterval = retryInterval
    self.headCommitsMax = headCommitsMax
    self.headInterval = headInterval
  }
}
