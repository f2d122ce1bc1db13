import Audit
import Basics
import Testing

@testable import AuditSinks

@Suite("Formats of sinks") struct SinkFormatTests {
  private static let denied = #"""
    {"sequence":7,"timestamp":"2026-11-21T08:50:00.123456Z","event":"decision","decision_id":"d|1","trace_id":"t=1","session_id":"","spiffe_id":"spiffe://a/b","caller_id":"spiffe://a/b","principal":{"kind":"agent","level":2,"auth_method":"mtls_svid"},"method":"tools/call","tool":"a\\b\nc","upstream":"files","decision":"DENY","code":"authz_policy_denied","layers_traversed":[],"risk_score":0.25,"arguments_digest":null,"redactions":[],"response_status":403,"duration_us":1500,"bundle_digest":null,"registry_digest":null,"prev_hash":"ab"}
    """#
  private static let started = #"""
    {"sequence":1,"timestamp":"2026-11-21T08:50:00.000000Z","event":"start","caller_id":"","decision":null,"code":null,"prev_hash":"cd"}
    """#

  private func record(_ text: String, _ sequence: UInt64 = 7) -> SinkRecord {
    SinkRecord(sequence: sequence, bytes: Array(text.utf8), next: LogPosition(segment: 1, offset: 0, sequence: 8))
  }

  @Test func jsonIsTheLineItself() {
    #expect(SinkFormat.json.text(of: record(Self.denied), .entries, origin: "o").text == Self.denied)
  }

  @Test func cefEscapesHeaderAndValues() {
    let text = SinkFormat.cef.text(of: record(Self.denied), .entries, origin: "o").text
    #expect(
      text == "CEF:0|Precinct|agw|1|authz_policy_denied|Call denied|6|rt=1795251000123 cat=decision externalId=7 act=DENY "
        + "reason=authz_policy_denied suser=spiffe://a/b requestMethod=tools/call outcome=403 cs1=a\\\\b\\nc cs1Label=tool "
        + "cs2=d|1 cs2Label=decision_id cs3=t\\=1 cs3Label=trace_id cs5=files cs5Label=upstream cs6=ab cs6Label=prev_hash "
        + "cn1=1500 cn1Label=duration_us cfp1=0.25 cfp1Label=risk_score")
    #expect(
      SinkFormat.cef.text(of: record(Self.started), .entries, origin: "o").text
        == "CEF:0|Precinct|agw|1|start|Gateway start|3|rt=1795251000000 cat=start externalId=1 cs6=cd cs6Label=prev_hash")
  }

  @Test func ocsfHasWhatItsClassesRequire() throws {
    let event = try JSONValue.parse(SinkFormat.ocsf.text(of: record(Self.denied), .entries, origin: "o"))
    for (key, value): (String, JSONValue) in [
      ("category_uid", 6), ("class_uid", 6003), ("activity_id", 99), ("type_uid", 600_399), ("severity_id", 3),
      ("status_id", 2), ("action_id", 2), ("disposition_id", 2), ("time", 1_795_251_000_123), ("duration", 1),
    ] { #expect(event[key] == value, "\(key)") }
    #expect(event["metadata"]?["version"] == "1.3.0" && event["metadata"]?["uid"] == "o/7")
    #expect(event["metadata"]?["product"]?["vendor_name"] == "Precinct")
    #expect(event["actor"]?["user"]?["uid"] == "spiffe://a/b" && event["src_endpoint"]?["uid"] == "spiffe://a/b")
    #expect(event["api"]?["operation"] == "tools/call" && event["api"]?["response"]?["code"] == 403)
    #expect(event["unmapped"]?["prev_hash"] == "ab" && event["resources"]?.arrayValue?[0]["name"] == "a\\b\nc")
    let start = try JSONValue.parse(SinkFormat.ocsf.text(of: record(Self.started), .entries, origin: "o"))
    #expect(start["class_uid"] == 6002 && start["type_uid"] == 600_203 && start["app"]?["name"] == "Precinct")
  }

  @Test func aLineThatIsNoEntryIsSentAsItIs() {
    for format in SinkFormat.allCases {
      #expect(format.text(of: record("not JSON"), .entries, origin: "o").text == "not JSON")
    }
  }

  @Test func syslogFramesCountBytes() {
    let text = SyslogText(host: "gw", origin: "a\"b]", format: .json)
    let line = Self.started.replacing("cd", with: "cé")
    let message =
      #"<109>1 2026-11-21T08:50:00.000000Z gw precinct - start [precinct@32473 sequence="1" origin="a\"b\]"] "# + line
    #expect(text.frame(record(line, 1), .entries).text == "\(message.utf8.count) \(message)")
    #expect(text.message(record(Self.denied), .entries).text.hasPrefix("<108>1 "))
    #expect(SyslogText.hostName("a b\u{e9}") == "ab" && SyslogText.hostName("") == "-")
  }

  @Test func checkpointsAreJSONWithTheNote() throws {
    let note = "o\n7\nroot=\n\n\u{2014} o sig=\n"
    let value = try JSONValue.parse(SinkFormat.cef.text(of: record(note), .checkpoints, origin: "o"))
    #expect(value["note"]?.stringValue == note && value["size"] == 7 && value["root"] == "root=" && value["origin"] == "o")
  }
}
