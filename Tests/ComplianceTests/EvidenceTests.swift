import Audit
import Basics
import TestKit
import Testing

@testable import Compliance

@Suite("Evidence") struct EvidenceTests {
  static let settings = ["policy.default_action": "deny"]

  /// What becomes of the one control of a framework.
  private func status(
    _ claims: String, settings: [String: String] = settings, log: SampleLog, entriesMax: Int = .max
  ) throws -> ControlAssessment {
    try log.close()
    let framework = try SampleFramework.read(claims)
    let assessment = try Self.assess(framework, log, settings: settings, entriesMax: entriesMax)
    return try #require(assessment.controls.first)
  }

  static func assess(
    _ framework: Framework, _ log: SampleLog, settings: [String: String] = settings, entriesMax: Int = .max
  ) throws -> FrameworkAssessment {
    let end = SampleLog.begin.adding(.seconds(86_400))
    var request = EvidenceRequest(
      [framework], EvidencePeriod(since: nil, until: end), from: LogEntrySource(log.path), now: end)
    request.logPath = log.path
    request.settings = settings
    request.entriesMax = entriesMax
    return FrameworkAssessment(framework, try EvidenceCollector(request).collect(), request)
  }

  @Test func aDenialThatOccurredIsEffective() throws {
    let log = try SampleLog()
    try log.add(.decision, .deny, code: "authz_policy_denied", policy: .deny)
    let found = try status(SampleFramework.denials, log: log)
    #expect(found.status == .effective)
    #expect(found.findings[0].samples.count == 1)
  }

  @Test func withoutADenialItIsConfiguredOnly() throws {
    let log = try SampleLog()
    try log.addCall("a")
    #expect(try status(SampleFramework.denials, log: log).status == .configured)
  }

  @Test func withoutTheSettingItIsNotEvidenced() throws {
    let log = try SampleLog()
    try log.addCall("a")
    #expect(try status(SampleFramework.denials, settings: [:], log: log).status == .notEvidenced)
  }

  @Test func anExceptionIsNeverRoundedUpToConfigured() throws {
    let log = try SampleLog()
    try log.addCall("a")
    try log.add(.decision, .allow, id: "b", policy: .skip)
    let found = try status(SampleFramework.policy, log: log)
    #expect(found.status == .notEvidenced)
    #expect(found.findings[0].isContradicted && found.findings[0].exceptions.count == 1)
  }

  @Test func everyOfNothingShowsNothing() throws {
    let log = try SampleLog()
    try log.add(.decision, .deny, code: "authz_policy_denied", policy: .deny)
    #expect(try status(SampleFramework.policy, log: log).status == .configured)
  }

  @Test func aCutReadingSaysNothingOfEveryEntry() throws {
    let log = try SampleLog()
    try log.addCall("a")
    try log.addCall("b")
    let found = try status(SampleFramework.policy, log: log, entriesMax: 2)
    #expect(found.status == .configured)
    #expect(found.findings[0].result.contains("not all entries were read"))
  }

  @Test(arguments: [("chain_verifies", true), ("forwarded_calls_decided", true), ("denials_not_forwarded", true),
    ("restore_tested", false), ("checkpoints_signed", false), ("log_reaches_back\n  days: 7", false)])
  func testsAreRunAndNotAssumed(test: String, holds: Bool) throws {
    let log = try SampleLog()
    try log.addCall("a")
    try log.add(.decision, .deny, id: "b", code: "authz_policy_denied", policy: .deny)
    let found = try status("- test: \(test)\n  shows: x", log: log)
    #expect(found.findings[0].holds == holds, "\(found.findings[0].result)")
  }

  @Test func aChangedLogSpeaksAgainstItself() throws {
    let log = try SampleLog()
    try log.addCall("a")
    try log.addCall("b")
    try log.close()
    var bytes = try FileBytes.read(log.path, bytesMax: 1 << 20)
    let place = try #require(bytes.firstIndex(of: UInt8(ascii: "m")))
    bytes[place] = UInt8(ascii: "n")
    try FileBytes.replace(log.path, with: bytes, mode: 0o600)
    let framework = try SampleFramework.read("- test: chain_verifies\n  shows: x")
    let found = try Self.assess(framework, log)
    #expect(found.controls[0].status == .notEvidenced && found.controls[0].findings[0].isContradicted)
  }

  @Test func aRestoreReportOfThePeriodCounts() throws {
    let directory = try TemporaryDirectory()
    let at = SampleLog.begin.adding(.seconds(60))
    let period = EvidencePeriod(since: SampleLog.begin, until: SampleLog.begin.adding(.seconds(100)))
    try directory.write(#"{"result":"failed","finished_at":"\#(at.rfc3339)"}"#, to: "a.json")
    #expect(RestoreReports(directory.path).passed(in: period) == nil)
    try directory.write(#"{"result":"passed","finished_at":"2025-01-01T00:00:00Z"}"#, to: "b.json")
    #expect(RestoreReports(directory.path).passed(in: period) == nil)
    try directory.write(#"{"result":"passed","finished_at":"\#(at.rfc3339)"}"#, to: "c.json")
    #expect(RestoreReports(directory.path).passed(in: period) == at)
  }

  @Test func settingsAreFlat() {
    let flat = EvidenceRequest.flat(["a": ["b": "x", "c": [1, 2]], "d": nil, "e": true])
    #expect(flat == ["a.b": "x", "a.c": "1,2", "d": "", "e": "true"])
  }
}
