import Basics

/// One control, held against the evidence.
struct ControlAssessment: Sendable {
  let control: Control
  let findings: [ClaimFinding]
  /// The settings that count, with the value that each has.
  let settings: [(claim: SettingClaim, value: String?, holds: Bool)]

  var status: ControlStatus {
    if findings.contains(where: \.isContradicted) { return .notEvidenced }
    if !findings.isEmpty, findings.allSatisfy(\.holds) { return .effective }
    return !settings.isEmpty && settings.allSatisfy(\.holds) ? .configured : .notEvidenced
  }

  init(_ control: Control, _ evidence: Evidence, settings: [String: String], period: EvidencePeriod) {
    self.control = control
    findings = control.claims.map { evidence.finding(of: $0, period: period) }
    self.settings = control.settings.map { ($0, settings[$0.key], $0.holds(in: settings)) }
  }

  /// What `evidence.json` holds, without the entries.
  var document: JSONValue {
    [
      "control_id": .string(control.id), "title": .string(control.title), "status": .string(status.rawValue),
      "evidence": .string(control.evidence), "claims": .array(findings.map(\.document)),
      "settings": .array(
        settings.map { setting in
          [
            "key": .string(setting.claim.key), "expected": .array(setting.claim.values.map { .string($0) }),
            "value": setting.value.map { .string($0) } ?? .null, "holds": .bool(setting.holds),
          ]
        }),
    ]
  }
}
