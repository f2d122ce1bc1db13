/// What one layer of the chain did with a call.
public struct AuditLayer: Sendable, Equatable {
  public enum Result: String, Sendable, CaseIterable {
    case pass, deny, flag, skip
  }

  /// Position in the published order, 1 to 13.
  public var number: Int
  /// Name on the wire, such as `opa_policy`.
  public var name: String
  public var result: Result
  public var durationMicroseconds: Int

  public init(_ number: Int, _ name: String, _ result: Result, durationMicroseconds: Int) {
    self.number = number
    self.name = name
    self.result = result
    self.durationMicroseconds = durationMicroseconds
  }
}
