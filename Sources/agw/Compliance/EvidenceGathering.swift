import ArgumentParser
import Basics
import Compliance
import Settings

/// What `collect`, `report` and `evidence` share: reading the period once, for the frameworks that are wanted.
struct EvidenceGathering: ParsableArguments {
  @OptionGroup var frameworks: FrameworkOptions
  @OptionGroup var source: SourceOptions

  @Option(
    name: .customLong("restore-reports"),
    help: "Directory of the reports of agw backup test; without it restore-tests in the state directory.")
  var restoreReports: String?

  func assess(_ frameworks: [Framework]) throws -> [FrameworkAssessment] {
    let now = Timestamp.now()
    let loaded = try source.log.files.load().configuration
    var request = EvidenceRequest(frameworks, try source.period(now: now), from: try source.source(), now: now)
    request.entriesMax = source.limit
    request.logPath = source.kind == .file ? try source.log.resolved() : nil
    request.configuration = loaded.effective
    request.settings = EvidenceRequest.flat(loaded.effective)
    request.restoreReports = restoreReports ?? "\(loaded.stateDirectory)/restore-tests"
    let evidence = try EvidenceCollector(request).collect()
    return frameworks.map { FrameworkAssessment($0, evidence, request) }
  }
}
