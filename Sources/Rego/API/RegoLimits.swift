/// What one evaluation may use; whoever exceeds one of these gets an error, never an answer.
public struct RegoLimits: Sendable {
  /// Members scanned, rules and functions called, values collected.
  public var steps: Int
  /// Nesting of calls, scans and comprehensions.
  public var depth: Int
  /// Memory for values made during the evaluation, in bytes.
  public var bytes: Int
  /// Wall time in nanoseconds.
  public var nanoseconds: UInt64

  public init(
    steps: Int = 10_000_000, depth: Int = 500, bytes: Int = 256 << 20,
    nanoseconds: UInt64 = 5_000_000_000
  ) {
    self.steps = steps
    self.depth = depth
    self.bytes = bytes
    self.nanoseconds = nanoseconds
  }
}
