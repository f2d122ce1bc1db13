public import Basics

extension SecretEntry {
  /// For the control API and `agw secrets list`: everything but the value.
  public var document: JSONValue {
    [
      "name": .string(name), "status": .string(revokedAt == nil ? "active" : "revoked"),
      "version": .integer(version), "owners": .array(rule.owners.map { .string($0) }),
      "tools": .array(rule.tools.map { .string($0) }), "scopes": .array(rule.scopes.map { .string($0) }),
      "expires_at": rule.expiresAt.map { .string($0.rfc3339) } ?? .null,
      "created_at": .string(createdAt.rfc3339), "rotated_at": .string(rotatedAt.rfc3339),
      "revoked_at": revokedAt.map { .string($0.rfc3339) } ?? .null,
    ]
  }
}
