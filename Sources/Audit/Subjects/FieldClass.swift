/// How sensitive a member of the audit record is.
public enum FieldClass: String, Sendable, CaseIterable {
  case `public`, `internal`, confidential, restricted
}
