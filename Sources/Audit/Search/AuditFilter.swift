public import Basics

/// Which entries are wanted: those that have every value given here.
public struct AuditFilter: Sendable, Equatable {
  /// SPIFFE ID or other name of the caller, whole.
  public var caller: String?
  public var tool: String?
  public var decision: AuditDecision?
  public var code: String?
  public var session: String?
  public var trace: String?
  public var decisionID: String?
  public var event: AuditEvent?
  /// The number of one entry.
  public var sequence: UInt64?
  /// At this time or later.
  public var since: Timestamp?
  /// Before this time.
  public var until: Timestamp?

  public init() {}

  /// The members of a record that must be these strings.
  var members: [(key: String, value: String)] {
    let all: [(String, String?)] = [
      ("caller_id", caller), ("tool", tool), ("decision", decision?.rawValue), ("code", code),
      ("session_id", session), ("trace_id", trace), ("decision_id", decisionID), ("event", event?.rawValue),
    ]
    return all.compactMap { key, value in value.map { (key, $0) } }
  }
}

extension AuditFilter {
  /// Whether a line of the log is wanted. For many lines, ``AuditSearch`` is quicker.
  public func matches(_ line: [UInt8]) -> Bool {
    unsafe line.withUnsafeBytes { unsafe LineMatcher(self).matches($0) }
  }
}
