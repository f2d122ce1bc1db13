import Audit
import Basics
import Glibc
import TestKit
import Testing

@testable import Compliance

@Suite("Evidence output") struct EvidenceOutputTests {
  /// A directory of evidence, complete and signed.
  private func written() throws -> (place: TemporaryDirectory, path: String) {
    let log = try SampleLog()
    try log.addCall("a")
    try log.add(.decision, .deny, id: "b", code: "authz_policy_denied", policy: .deny)
    try log.close()
    let assessment = try EvidenceTests.assess(try SampleFramework.read(SampleFramework.denials), log)
    let place = try TemporaryDirectory()
    let path = place.file("reports/soc2")
    try EvidenceWriter(path).write(assessment, signer: EvidenceSigner(place.file("compliance.key")))
    return (place, path)
  }

  @Test func whatWasWrittenVerifies() throws {
    let (place, path) = try written()
    let found = try EvidenceVerifier.verify(path)
    #expect(found.files == 8 && !found.isKeyGiven)
    #expect(try FileBytes.permissions(place.file("compliance.key")) == 0o600)
    let entries = try FileBytes.read("\(path)/controls/CC6.1_a_/entries.jsonl", bytesMax: 1 << 20)
    #expect(String(decoding: entries, as: UTF8.self).contains(#""code":"authz_policy_denied""#))
  }

  @Test func theKeyIsUsedAgain() throws {
    let place = try TemporaryDirectory()
    let first = try EvidenceSigner(place.file("k")).publicKey
    #expect(try EvidenceSigner(place.file("k")).publicKey == first)
    _ = chmod(place.file("k"), 0o644)
    #expect(throws: ComplianceError(.keyInvalid, "")) { try EvidenceSigner(place.file("k")) }
  }

  @Test(arguments: ["report.md", "evidence-summary.json", "controls/CC6.1_a_/evidence.json", "MANIFEST.sha256", "MANIFEST.sig"])
  func aChangedFileIsNamed(name: String) throws {
    let (place, path) = try written()
    var bytes = try FileBytes.read("\(path)/\(name)", bytesMax: 1 << 20)
    bytes[bytes.count / 2] ^= 1
    try FileBytes.replace("\(path)/\(name)", with: bytes, mode: 0o600)
    do {
      _ = try EvidenceVerifier.verify(path)
      Issue.record("it verifies")
    } catch {
      #expect(error.code == .evidenceChanged)
      #expect(error.message.contains(name.hasPrefix("MANIFEST") ? "MANIFEST.sha256" : name))
    }
    withExtendedLifetime(place) {}
  }

  @Test func whatIsMissingOrAddedIsNamed() throws {
    let (place, path) = try written()
    try FileBytes.create("\(path)/extra.txt", with: [1], mode: 0o600)
    #expect(throws: ComplianceError(.evidenceChanged, "")) { try EvidenceVerifier.verify(path) }
    unlink("\(path)/extra.txt")
    unlink("\(path)/report.html")
    #expect(throws: ComplianceError(.evidenceChanged, "")) { try EvidenceVerifier.verify(path) }
    withExtendedLifetime(place) {}
  }

  @Test func anotherKeyDoesNotVerify() throws {
    let (place, path) = try written()
    let other = try EvidenceSigner(place.file("other.key"))
    try place.write(other.publicKey, to: "other.pem")
    #expect(throws: ComplianceError(.evidenceChanged, "")) { try EvidenceVerifier.verify(path, publicKeyPath: place.file("other.pem")) }
  }

  @Test func evidenceIsNotMixedWithEarlierEvidence() throws {
    let place = try TemporaryDirectory()
    #expect(throws: ComplianceError(.fileFailed, "")) { try EvidenceWriter(place.path) }
  }

  /// The commands that the report names.
  @Test(.enabled(if: access("/usr/bin/openssl", X_OK) == 0))
  func othersVerifyItWithCommonTools() throws {
    let (place, path) = try written()
    #expect(system("cd \(path) && sha256sum --check --strict --quiet MANIFEST.sha256") == 0)
    let openssl = "openssl pkeyutl -verify -pubin -inkey signer.pub.pem -rawin -in MANIFEST.sha256 -sigfile MANIFEST.sig >/dev/null 2>&1"
    #expect(system("cd \(path) && \(openssl)") == 0)
    #expect(system("cd \(path) && echo >> MANIFEST.sha256 && \(openssl)") != 0)
    withExtendedLifetime(place) {}
  }

  @Test func theReportEscapesWhatItHolds() throws {
    #expect(EvidenceReport.text("<script>\"x\" & 'y'\u{202E}\n") == "&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;\u{FFFD}\u{FFFD}")
    #expect(EvidenceReport.escaped("a|b*c_<d>\n# e") == "a\\|b\\*c\\_&lt;d&gt;\u{FFFD}\\# e")
    let (place, path) = try written()
    let html = String(decoding: try FileBytes.read("\(path)/report.html", bytesMax: 1 << 20), as: UTF8.self)
    #expect(html.contains("A &lt;b&gt;framework&lt;/b&gt;") && !html.contains("<b>framework"))
    #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("<script"))
    withExtendedLifetime(place) {}
  }
}
