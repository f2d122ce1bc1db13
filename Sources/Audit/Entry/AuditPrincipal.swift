/// Who called, as far as the record says it.
public struct AuditPrincipal: Sendable, Equatable {
  /// `agent`, `user`, `service`, …
  public var kind: String
  /// How far the authentication is trusted.
  public var level: Int
  /// `mtls_svid`, `bearer_jwt`, `dev_header`, …
  public var authMethod: String

  public init(kind: String, level: Int, authMethod: String) {
    self.kind = kind
    self.level = level
    self.authMethod = authMethod
  }
}
