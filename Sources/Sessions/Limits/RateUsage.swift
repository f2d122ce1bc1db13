public import Basics

/// How much of its rate a caller has left.
public struct RateUsage: Sendable, Equatable {
  /// The caller; with a tool after a space where the tool has a limit of its own.
  public let key: String
  public let limit: RateLimit
  /// Calls that would be let through right now.
  public let remaining: Int

  /// For the control API and `agw inspect rate-limit`.
  public var document: JSONValue {
    let parts = key.split(separator: " ", maxSplits: 1).map(String.init)
    return [
      "caller": .string(parts.first ?? "(all others)"), "tool": parts.count > 1 ? .string(parts[1]) : .null,
      "requests_per_minute": .integer(limit.perMinute), "burst": .integer(limit.burst),
      "remaining": .integer(remaining),
    ]
  }
}
