/// What one layer of the chain did with a call. Trivial to copy: every decision has one for each layer.
public struct AuditLayer: Sendable, Equatable {
  public enum Result: String, Sendable, CaseIterable {
    case pass, deny, flag, skip
  }

  public var name: Name
  public var result: Result
  public var durationMicroseconds: Int

  public init(_ name: Name, _ result: Result, durationMicroseconds: Int) {
    self.name = name
    self.result = result
    self.durationMicroseconds = durationMicroseconds
  }
}

extension AuditLayer.Result {
  /// What follows the name in an entry, up to the duration.
  var encoded: StaticString {
    switch self {
    case .pass: #""pass","duration_us":"#
    case .deny: #""deny","duration_us":"#
    case .flag: #""flag","duration_us":"#
    case .skip: #""skip","duration_us":"#
    }
  }
}
