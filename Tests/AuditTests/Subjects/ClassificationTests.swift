import Basics
import Testing

@testable import Audit

@Suite("Classes of fields") struct ClassificationTests {
  static let time = "2026-03-01T10:00:00.000000Z"
  static let line = Array(
    (#"{"sequence":1,"timestamp":"\#(time)","event":"decision","decision_id":"d","caller_id":"alice","tool":"t","#
      + #""arguments":{"q":1},"detail":null,"prev_hash":"00"}"#).utf8)

  static let classification = FieldClassification(
    classes: [
      .internal: .init(readers: ["viewer", "auditor", "admin"]), .confidential: .init(readers: ["auditor", "admin"]),
      .restricted: .init(retention: .seconds(86_400), readers: ["admin"]),
    ], members: ["caller_id": .confidential, "arguments": .restricted, "detail": .restricted, "method": .public])

  private func shown(_ role: String, after: Duration = .zero) throws -> JSONValue {
    let now = try #require(Timestamp(rfc3339: Self.time)).adding(after)
    var reader = RecordReader(nil, Self.classification, role: role, now: now)
    return try JSONValue.parse(reader.shown(Self.line))
  }

  @Test(arguments: [
    ("viewer", "[WITHHELD]", "[WITHHELD]"), ("auditor", "alice", "[WITHHELD]"), ("stranger", "[WITHHELD]", "[WITHHELD]"),
  ])
  func aRoleSeesWhatItsClassesAllow(role: String, caller: String, arguments: String) throws {
    let entry = try shown(role)
    #expect(entry["caller_id"]?.stringValue == caller && entry["arguments"]?.stringValue == arguments)
    #expect(entry["tool"] == (role == "stranger" ? "[WITHHELD]" : "t"))
    #expect(entry["sequence"] == 1 && entry["decision_id"] == "d" && entry["detail"] == .null)
  }

  @Test func whatARoleMaySeeWholeIsGivenAsItStands() {
    var reader = RecordReader(nil, Self.classification, role: "admin", now: Timestamp(rfc3339: Self.time) ?? .now())
    #expect(reader.shown(Self.line) == Self.line)
  }

  @Test func afterItsRetentionAFieldIsShownToNobody() throws {
    #expect(try shown("admin", after: .seconds(86_400))["arguments"]?["q"] == 1)
    #expect(try shown("admin", after: .seconds(86_401))["arguments"] == "[EXPIRED]")
    #expect(try shown("admin", after: .seconds(86_401))["caller_id"] == "alice")
  }

  @Test func aClassWithoutARuleIsShownToNobody() throws {
    var classification = Self.classification
    classification.members["tool"] = .public
    var reader = RecordReader(nil, classification, role: "admin", now: .now())
    #expect(try JSONValue.parse(reader.shown(Self.line))["tool"] == "[WITHHELD]")
  }

  @Test func whatIsNoEntryIsWithheldWhole() {
    var reader = RecordReader(nil, Self.classification, role: "admin", now: .now())
    #expect(reader.shown(Array("alice".utf8)) == Array("{}".utf8))
  }
}
