import Basics
import Sessions

extension SessionSummary {
  /// What policies read as `input.session.labels`.
  var labels: [String] { (isTainted ? ["sensitive"] : []) + [riskBand.rawValue] }

  /// What policies read as `input.session.counters`.
  var countersDocument: JSONValue {
    [
      "calls": .integer(Int(counters.calls)), "refusals": .integer(Int(counters.refusals)),
      "personal_data": .integer(Int(counters.personalData)), "injections": .integer(Int(counters.injections)),
      "sensitive_reads": .integer(Int(counters.sensitiveReads)),
      "external_sends": .integer(Int(counters.externalSends)), "tools": .integer(toolCount),
    ]
  }
}
