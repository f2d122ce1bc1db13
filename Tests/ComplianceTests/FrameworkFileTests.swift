import Basics
import Testing

@testable import Compliance

@Suite("Framework files") struct FrameworkFileTests {
  static let directory = String(#filePath.dropLast("Tests/ComplianceTests/FrameworkFileTests.swift".utf8.count)) + "config/compliance"

  @Test(arguments: Framework.names)
  func shippedFrameworksAreRead(name: String) throws {
    let framework = try FrameworkFile.read("\(Self.directory)/\(name).yaml")
    #expect(framework.id == name)
    #expect(framework.controls.count >= 10)
    for control in framework.controls {
      #expect(!control.claims.isEmpty || !control.settings.isEmpty, "\(control.id) can never be anything")
      #expect(control.evidence.hasSuffix("."), "\(control.id)")
    }
  }

  /// Numbers as each framework writes them.
  @Test(arguments: [
    ("soc2", "CC|A1.|C1."), ("nist-800-53", "AC-|AU-|CM-|CP-|IA-|SC-|SI-"), ("iso27001", "A.5.|A.8."), ("gdpr", "Art. "),
    ("pci-dss", "3.|6.|7.|8.|10.|11."), ("hipaa", "164.308(|164.312(|164.316("), ("eu-ai-act", "Art. "),
  ])
  func controlsAreNumberedAsTheFrameworkDoes(name: String, beginnings: String) throws {
    let framework = try FrameworkFile.read("\(Self.directory)/\(name).yaml")
    for control in framework.controls {
      #expect(beginnings.split(separator: "|").contains { control.id.hasPrefix($0) }, "\(control.id)")
    }
  }

  @Test(arguments: [
    ("  - count: {decisions: DENY}\n    shows: x", "has no member decisions"),
    ("  - test: magic\n    shows: x", "no such test"),
    ("  - test: log_reaches_back\n    shows: x", "no such test"),
    ("  - count: {decision: DENY}\n    at_least: 0\n    shows: x", "at_least"),
    ("  - count: {decision: DENY}", "shows is missing"),
    ("  - count: {decision: DENY}\n    shows: x\n    when: y", "Unknown key when"),
    ("  - every: {decision: DENY}\n    shows: x", "Unknown key every"),
  ])
  func aMistakeIsNamedWithItsLine(claim: String, words: String) throws {
    do {
      _ = try SampleFramework.read(claim)
      Issue.record("it was accepted")
    } catch let error as ComplianceError {
      #expect(error.code == .frameworkInvalid)
      #expect(error.message.contains("soc2.yaml:") && error.message.contains(words), "\(error)")
    }
  }

  @Test func aFrameworkThatIsNotThereIsNamed() throws {
    #expect(throws: ComplianceError(.unknown, "")) { try FrameworkFile.read("/nowhere/soc2.yaml") }
  }

  @Test(arguments: [
    (#"{"decision":"DENY"}"#, #"{"decision": "DENY"}"#, true), (#"{"decision":"DENY"}"#, #"{"decision":"ALLOW"}"#, false),
    (#"{"code":["a","b"]}"#, #"{"code":"b"}"#, true), (#"{"code":"any"}"#, #"{"code":null}"#, false),
    (#"{"code":"any"}"#, #"{"code":""}"#, false), (#"{"code":"any"}"#, #"{"code":"x"}"#, true),
    (#"{"code":"none"}"#, #"{"event":"x"}"#, true), (#"{"redactions":"any"}"#, #"{"redactions":[]}"#, false),
    (#"{"redactions":"any"}"#, #"{"redactions":[{"type":"X"}]}"#, true), (#"{"response_status":"200"}"#, #"{"response_status":200}"#, true),
    (#"{"auth_method":"mtls_svid"}"#, #"{"principal":{"auth_method":"mtls_svid"}}"#, true),
    (#"{"auth_method":"mtls_svid"}"#, #"{"auth_method":"mtls_svid"}"#, false),
    (#"{"layer":"opa_policy","result":"pass"}"#, #"{"layers_traversed":[{"layer":6,"name":"opa_policy","result":"pass"}]}"#, true),
    (#"{"layer":"opa_policy","result":"deny"}"#, #"{"layers_traversed":[{"layer":6,"name":"opa_policy","result":"pass"}]}"#, false),
    (#"{"layer":"opa_policy"}"#, #"{"layers_traversed":[]}"#, false),
  ])
  func queriesMatchWhatTheySay(query: String, entry: String, matches: Bool) throws {
    let framework = try SampleFramework.read("- count: \(query)\n  shows: x")
    guard case .count(let found, _) = framework.controls[0].claims[0].proof else {
      Issue.record("no count")
      return
    }
    #expect(found.matches(try JSONDocument(parsing: Array(entry.utf8))) == matches)
  }
}
