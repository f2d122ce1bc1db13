/// Why something could not be recorded or read. Equality is on the code.
public struct AuditError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// Nothing can be recorded now: the disk fails, too much waits, or the log is closed.
    case unavailable = "audit_unavailable"
    /// This entry can never be recorded.
    case entryInvalid = "audit_entry_invalid"
    /// The directory of the log cannot be written.
    case directoryUnwritable = "audit_directory_unwritable"
    /// Another process holds the log.
    case inUse = "audit_log_in_use"
    /// The end of the log cannot be continued, because it is not what was written.
    case damaged = "audit_log_damaged"
    /// Entries that were durable are gone from the end of the log.
    case truncated = "audit_log_truncated"
    /// The keys that sign or verify the log cannot be used.
    case keyInvalid = "audit_key_invalid"
    /// A proof, or what it is about, is not there or does not hold.
    case proofInvalid = "audit_proof_invalid"
    /// A system call on the log's files failed.
    case fileFailed = "audit_file_failed"
  }

  public let code: Code
  /// One sentence for people, with paths.
  public let message: String
  /// What to do about it; empty if there is nothing but to wait.
  public let remediation: String

  init(_ code: Code, _ message: String, remediation: String = "") {
    self.code = code
    self.message = message
    self.remediation = remediation
  }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

  public var description: String {
    remediation.isEmpty ? "\(code.rawValue): \(message)" : "\(code.rawValue): \(message) \(remediation)"
  }
}

// Constructors stay out of line, so that they cost the paths that succeed nothing.
extension AuditError {
  @inline(never) static func invalidArguments(_ reason: String) -> Self {
    Self(.entryInvalid, "The arguments of an entry are not JSON: \(reason).")
  }

  @inline(never) static func entryTooLong() -> Self {
    Self(.entryInvalid, "An entry is longer than \(AuditLimits.entryBytesMax) bytes.")
  }

  @inline(never) static func queueFull() -> Self {
    Self(.unavailable, "Too many entries wait to become durable.")
  }

  @inline(never) static func closed() -> Self {
    Self(.unavailable, "The audit log is closed.")
  }

  @inline(never) static func failing(_ cause: AuditError) -> Self {
    Self(.unavailable, "The audit log cannot be written: \(cause.message)", remediation: cause.remediation)
  }
}
