import Basics
@testable import Detection
import Testing

@Suite("Scans of files") struct SourceScanTests {
  private let key = "AKIA" + "Q7ZL2MNB4XWTV6RC"

  private func findings(_ text: String, path: String = "a.txt") throws -> [SourceFinding] {
    SourceScan(try Rules.engine(), classes: [.credential]).findings(in: SourceText(path: path, bytes: Array(text.utf8)))
  }

  @Test func placesAreLinesAndColumns() throws {
    let found = try #require(try findings("one\ntwo \(key)\n").first { $0.rule == "aws-access-key-id" })
    #expect(found.line == 2)
    #expect(found.column == 5)
    #expect(found.length == 20)
    #expect(found.allowed == nil)
  }

  @Test func aCommentWithAReasonAllowsAndOneWithoutDoesNot() throws {
    func allowed(_ text: String) throws -> String? {
      try findings(text).first { $0.rule == "aws-access-key-id" }?.allowed
    }
    #expect(try allowed("\(key)  # precinct:allow aws-access-key-id a revoked key") == "a revoked key")
    #expect(try allowed("<!-- precinct:allow * sample -->\n\(key)") == "sample")
    #expect(try allowed("\(key)  # precinct:allow aws-access-key-id") == nil)
    #expect(try allowed("\(key)  # precinct:allow github-token reason") == nil)
    #expect(try allowed("# precinct:allow * too far\n\n\(key)") == nil)
  }

  @Test func aBaselineHoldsWhatMovedAndNotWhatIsNew() throws {
    let old = try findings("x\n\(key)\n")
    let document = Baseline.document(old).serialized()
    let baseline = try #require(Baseline(document))
    #expect(try findings("x\ny\nz \(key)\n").allSatisfy { baseline.holds($0) })
    #expect(try findings("AKIA" + "R5TK3WQX7BNM2VZL").contains { !baseline.holds($0) })
    #expect(Baseline(Array("{}".utf8)) == nil)
    #expect(Baseline(Array("<html>".utf8)) == nil)
  }

  @Test func theSARIFLogNamesRulesPlacesAndAllowances() throws {
    let found = try findings("\(key)  # precinct:allow * for the test\n")
    let log = SARIFReport.document(found, rules: try Rules.all(), version: "1")
    let run = try #require(log["runs"]?.arrayValue?.first)
    let result = try #require(run["results"]?.arrayValue?.first)
    #expect(log["version"]?.stringValue == "2.1.0")
    let location = result["locations"]?.arrayValue?.first?["physicalLocation"]
    #expect(location?["artifactLocation"]?["uri"]?.stringValue == "a.txt")
    #expect(location?["region"]?["startLine"]?.intValue == 1)
    #expect(result["suppressions"]?.arrayValue?.count == 1)
    let index = try #require(result["ruleIndex"]?.intValue)
    let rules = try #require(run["tool"]?["driver"]?["rules"]?.arrayValue)
    #expect(rules[index]["id"] == result["ruleId"])
    #expect(!log.text.contains(key))
  }

  @Test func patchesGiveTheAddedLinesWithTheirNumbers() {
    let patch = """
      commit 0123456789012345678901234567890123456789
      diff --git a/old.txt b/new.txt
      --- a/old.txt
      +++ b/new.txt
      @@ -3,0 +4,2 @@ context
      +first
      +second
      @@ -9 +11 @@
      -gone
      +third
      """
    var reader = PatchReader()
    var texts: [SourceText] = []
    for line in patch.split(separator: "\n", omittingEmptySubsequences: false) {
      if let text = reader.take(Array(line.utf8)[...]) { texts.append(text) }
    }
    if let text = reader.finish() { texts.append(text) }
    #expect(texts.map(\.firstLine) == [4, 11])
    #expect(texts.map { String(decoding: $0.bytes, as: UTF8.self) } == ["first\nsecond\n", "third\n"])
    #expect(texts.allSatisfy { $0.path == "new.txt" && $0.commit == "0123456789012345678901234567890123456789" })
  }

  @Test func archivesAreOpenedAndDamagedOnesNamed() throws {
    var tar = [UInt8](repeating: 0, count: 512)
    tar.replaceSubrange(0..<5, with: "d.txt".utf8)
    tar.replaceSubrange(124..<135, with: "00000000003".utf8)
    tar[156] = 0x30
    tar.replaceSubrange(257..<262, with: "ustar".utf8)
    let archive = tar + Array("abc".utf8) + [UInt8](repeating: 0, count: 509 + 1_024)
    let contents = try #require(ArchiveReader.contents(of: "a.tar", archive))
    #expect(contents.texts.map(\.path) == ["a.tar!d.txt"])
    #expect(contents.texts.map(\.bytes) == [Array("abc".utf8)])
    let damaged = try #require(ArchiveReader.contents(of: "a.zip", [0x50, 0x4b, 3, 4, 0, 0]))
    #expect(damaged.texts.isEmpty)
    #expect(damaged.unread.count == 1)
    #expect(ArchiveReader.contents(of: "a.txt", Array("plain".utf8)) == nil)
  }

  @Test func anyBytesAreOpenedAsArchivesWithoutHarm() {
    var chance = Chance(11)
    for head: [UInt8] in [[0x50, 0x4b, 3, 4], [0x1f, 0x8b, 8], [0x50, 0x4b, 5, 6]] {
      for _ in 0..<200 {
        var bytes = head + (0..<chance.below(400)).map { _ in UInt8(truncatingIfNeeded: chance.below(256)) }
        if chance.below(2) == 0 { bytes += [0x50, 0x4b, 5, 6] + [UInt8](repeating: 0xff, count: 18) }
        _ = ArchiveReader.contents(of: "x", bytes)
      }
    }
  }

  @Test func logLinesStayWhatTheyAreWithoutTheirSecrets() throws {
    let redactor = LineRedactor(try Rules.engine(), classes: [.credential, .pii])
    let json = redactor.redacted(Array("{\"n\":1,\"m\":\"key \(key)\"}".utf8))
    #expect(String(decoding: json.bytes, as: UTF8.self) == "{\"n\":1,\"m\":\"key [REDACTED:AWS_ACCESS_KEY_ID]\"}")
    #expect(json.isClean)
    #expect(json.types == ["AWS_ACCESS_KEY_ID"])
    let text = redactor.redacted(Array("mail to jane@example.co.uk at 4".utf8))
    #expect(String(decoding: text.bytes, as: UTF8.self) == "mail to [REDACTED:EMAIL_ADDRESS] at 4")
    #expect(redactor.redacted([]).bytes.isEmpty)
    #expect(redactor.redacted([0xff, 0xfe]).bytes == [0xff, 0xfe])
  }
}
