/// A value that must not be seen: it prints as `[REDACTED]` wherever it is described.
public struct Redacted<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: Value

  public init(_ value: Value) { self.value = value }

  /// The value itself. The name is long so that each use is seen in review.
  public func exposed() -> Value { value }

  public var description: String { "[REDACTED]" }
  public var debugDescription: String { "[REDACTED]" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
