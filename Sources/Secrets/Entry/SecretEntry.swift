public import Basics

/// What is known of a secret besides its value.
public struct SecretEntry: Sendable, Equatable {
  public let name: String
  public let rule: SecretRule
  /// Counts from 1; every new value adds one.
  public let version: Int
  public let createdAt: Timestamp
  /// When the present value was put in.
  public let rotatedAt: Timestamp
  /// Set if the secret was revoked: it has no value any more.
  public let revokedAt: Timestamp?
}
