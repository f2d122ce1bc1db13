/// How far a request has come.
///
/// ```
/// pending ──▶ approved ──▶ consumed
///    │  │         │
///    │  └▶ denied └──▶ expired
///    └──▶ expired
/// ```
public enum ApprovalStatus: String, Sendable, CaseIterable {
  case pending, approved, denied, consumed
  /// Nobody decided in time, or the approval was not used in time. Worked out from the clock, never stored.
  case expired
}
