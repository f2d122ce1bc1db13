/// What a commit, or the failure of one, changed; told to observers once.
public struct AuditProgress: Sendable {
  /// Every entry up to this sequence is durable. Never goes down.
  public let durableThrough: UInt64
  /// Entries that this commit made durable; 0 for a failure.
  public let entries: Int
  /// Set if the log has begun to fail.
  public let failure: Failure?

  /// Entries that whoever waits for them must not wait for.
  public struct Failure: Sendable {
    public let error: AuditError
    /// The last entry that was taken before the log turned failing: those after ``durableThrough`` and up to
    /// this are not durable. They are kept, and written when writing works again, but their callers are
    /// refused.
    public let failedThrough: UInt64
  }
}
