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
  var calls = SystemCalls.system

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
