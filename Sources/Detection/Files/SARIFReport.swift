public import Basics

/// Findings as a SARIF log, which code hosts and editors show beside the code. SOURCE: OASIS SARIF 2.1.0.
public enum SARIFReport {
  public static func document(_ findings: [SourceFinding], rules: [DetectionRule], version: String) -> JSONValue {
    let used = Set(findings.map(\.rule))
    let known = rules.filter { used.contains($0.id) }
    let places = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($0.element.id, $0.offset) })
    let driver: JSONObject = [
      "name": "Precinct", "version": .string(version), "informationUri": "https://github.com/precinct",
      "rules": .array(known.map(description)),
    ]
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [["tool": ["driver": .object(driver)], "results": .array(findings.map { result($0, places) })]],
    ]
  }

  private static func description(_ rule: DetectionRule) -> JSONValue {
    [
      "id": .string(rule.id), "shortDescription": ["text": .string(rule.description)],
      "defaultConfiguration": ["level": .string(level(rule.severity))],
      "properties": ["tags": .array(([rule.category.rawValue] + rule.references).map { .string($0) })],
    ]
  }

  private static func result(_ finding: SourceFinding, _ places: [String: Int]) -> JSONValue {
    let region: JSONObject = [
      "startLine": .integer(finding.line), "startColumn": .integer(finding.column),
      "endColumn": .integer(finding.column + finding.length),
    ]
    var result: JSONObject = [
      "ruleId": .string(finding.rule), "level": .string(level(finding.severity)),
      "message": ["text": .string("\(finding.type) found by \(finding.rule)")],
      "locations": [
        ["physicalLocation": ["artifactLocation": ["uri": .string(finding.path)], "region": .object(region)]]
      ],
      "partialFingerprints": ["precinct/v1": .string(finding.fingerprint)],
    ]
    if let place = places[finding.rule] { result["ruleIndex"] = .integer(place) }
    if let reason = finding.allowed {
      result["suppressions"] = [["kind": "inSource", "justification": .string(reason)]]
    }
    if let commit = finding.commit { result["properties"] = ["commit": .string(commit)] }
    return .object(result)
  }

  private static func level(_ severity: DetectionSeverity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low: "note"
    }
  }
}
