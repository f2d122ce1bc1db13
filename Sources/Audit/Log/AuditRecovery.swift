/// What was cut off the end of a log when it was opened: a line that was never durable, because the process
/// or the machine stopped while it was written.
public struct AuditRecovery: Sendable, Equatable {
  /// The last whole line, after which the log goes on.
  public let sequence: UInt64
  public let tornBytes: Int
  /// Where the bytes are kept.
  public let tornPath: String
}
