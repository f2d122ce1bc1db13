import Basics
import Testing

@testable import Settings

@Suite("Validation report")
struct ValidationReportTests {
  func report(_ text: String) -> ValidationReport {
    var files = Loading().files
    files["f.yaml"] = text
    return ValidationReport(
      of: ["f.yaml"], with: ConfigurationLoader(files: .memory(files), environment: [:]))
  }

  @Test func usableFilesAreNamedByTheirDigest() {
    let report = report("audit: {path: x}")
    #expect(report.isValid)
    #expect(report.text == "ok: profile dev, digest \(report.loaded?.configuration.digest.hex ?? "")")
    #expect(report.json["effective"]?["audit"]?["path"] == "x")
  }

  @Test func problemsAndViolationsAreListed() {
    let broken = report("audt: {}\nlimits: {json_depth_max: 1}")
    #expect(!broken.isValid)
    #expect(broken.text.split(separator: "\n").count == 3)
    #expect(broken.text.hasSuffix("refused: 2 problem(s)"))
    let lax = report("profile: prod_standard\nidentity: {allowed_trust_domains: ['*']}")
    #expect(!lax.isValid)
    #expect(lax.json["violations"]?.arrayValue?.contains { $0["code"] == "profile_trust_domains" } == true)
    #expect(lax.text.contains("f.yaml:2:35: identity.allowed_trust_domains"))
  }
}
