public import Basics

extension RateLimitStatus {
  /// For the control API and `agw inspect rate-limit`. A key is a caller, with a tool after a space where the tool
  /// has a limit of its own.
  public var document: JSONValue {
    let parts = key.split(separator: " ", maxSplits: 1).map(String.init)
    return [
      "caller": .string(parts.first ?? "(all others)"), "tool": parts.count > 1 ? .string(parts[1]) : .null,
      "requests_per_minute": .integer(limit), "remaining": .integer(remaining),
      "full_in_seconds": .integer(resetSeconds),
    ]
  }
}
