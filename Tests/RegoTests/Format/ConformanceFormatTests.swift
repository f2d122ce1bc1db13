import FoundationEssentials
import Testing

@testable import rego_conformance

/// OPA's cases, run with their modules as the formatter writes them: nothing may change but lines and columns.
struct ConformanceFormatTests {
  private static let cases = ProcessInfo.processInfo.environment["REGO_CASES"] ?? "../shared/conformance/rego"
  private static let isThere = FileManager.default.fileExists(atPath: cases + "/v1")

  /// Reasons that lie in the languages: what Rego v1 no longer has, and messages that name a line.
  private static func isOfTheLanguage(_ reason: String) -> Bool {
    reason.contains("deprecated built-in function") || reason.contains("cannot be written in Rego v1")
      || reason.hasPrefix("want error \"") && reason.contains("got test-")
  }

  @Test(.enabled(if: isThere, "OPA's cases are not at REGO_CASES or ../shared"), arguments: ["v1", "v0"])
  func `formatting is idempotent and changes no answer`(_ version: String) {
    var count = 0
    for file in CaseFile.find(Self.cases + "/" + version, version: nil) {
      let run = ConformanceRun(version: file.version, isFormatted: true)
      for test in file.cases() ?? [] {
        count += 1
        guard case .failed(let reason) = run.run(test) else { continue }
        #expect(version == "v0" && Self.isOfTheLanguage(reason), "\(test.note): \(reason)")
      }
    }
    #expect(count > 1_000)
  }
}
