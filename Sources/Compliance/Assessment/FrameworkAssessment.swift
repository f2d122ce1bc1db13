public import Basics

/// A framework, held against the evidence.
public struct FrameworkAssessment: Sendable {
  public let framework: Framework
  let request: EvidenceRequest
  let evidence: Evidence
  let controls: [ControlAssessment]

  public init(_ framework: Framework, _ evidence: Evidence, _ request: EvidenceRequest) {
    self.framework = framework
    self.request = request
    self.evidence = evidence
    controls = framework.controls.map {
      ControlAssessment($0, evidence, settings: request.settings, period: request.period)
    }
  }

  /// How many controls have a status.
  public func count(_ status: ControlStatus) -> Int { controls.count { $0.status == status } }

  /// The controls with their statuses, in the order of the framework.
  public var statuses: [(control: Control, status: ControlStatus)] { controls.map { ($0.control, $0.status) } }

  /// The whole as one document: what `evidence-summary.json` holds.
  public var summary: JSONValue {
    [
      "schema": "precinct.evidence.v1", "timestamp": .string(request.now.rfc3339), "framework": .string(framework.id),
      "title": .string(framework.title), "period": request.period.document, "audit_source": .string(request.source.kind),
      "audit_place": .string(request.source.place), "audit_entry_count": .integer(evidence.entries),
      "audit_entries_cut": .bool(evidence.isCut), "audit_lines_unreadable": .integer(evidence.unreadable),
      "first_entry": evidence.first.map { .string($0) } ?? .null, "last_entry": evidence.last.map { .string($0) } ?? .null,
      "control_count": .integer(controls.count), "effective": .integer(count(.effective)),
      "configured": .integer(count(.configured)), "not_evidenced": .integer(count(.notEvidenced)),
      "controls": .array(
        controls.map { ["control_id": .string($0.control.id), "title": .string($0.control.title), "status": .string($0.status.rawValue)] }),
    ]
  }

  /// The evidence of one control; nil if the framework has none of this number.
  public func evidence(of control: String) -> JSONValue? {
    guard let found = controls.first(where: { $0.control.id == control }) else { return nil }
    var object = found.document.objectValue ?? JSONObject()
    object["framework"] = .string(framework.id)
    object["period"] = request.period.document
    return .object(object)
  }
}
