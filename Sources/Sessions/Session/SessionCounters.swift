/// How often things happened in a session. Each stops at its largest value instead of wrapping.
public struct SessionCounters: Sendable, Equatable {
  public internal(set) var calls: UInt32 = 0
  public internal(set) var refusals: UInt32 = 0
  public internal(set) var personalData: UInt32 = 0
  public internal(set) var injections: UInt32 = 0
  public internal(set) var sensitiveReads: UInt32 = 0
  public internal(set) var externalSends: UInt32 = 0

  static func add(_ more: Int, to counter: inout UInt32) {
    let (sum, overflow) = counter.addingReportingOverflow(UInt32(clamping: more))
    counter = overflow ? .max : sum
  }
}
