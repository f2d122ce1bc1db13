/// The verdict on a call.
public enum AuditDecision: String, Sendable, CaseIterable {
  case allow = "ALLOW"
  case deny = "DENY"
}
