/// What waits to become durable.
public struct AuditLag: Sendable, Equatable {
  public let entries: Int
  /// How long the oldest of them has waited.
  public let oldest: Duration
}
