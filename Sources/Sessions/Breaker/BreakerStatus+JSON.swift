public import Basics

extension BreakerStatus {
  /// For the control API and `agw inspect circuit-breaker`.
  public var document: JSONValue {
    [
      "upstream": .string(upstream), "state": .string(state.rawValue), "failures": .integer(failures),
      "open_seconds": .integer(openSeconds),
    ]
  }
}
