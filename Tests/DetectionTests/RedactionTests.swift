import Basics
import Detection
import Testing

@Suite("Redaction") struct RedactionTests {
  private let scratch = ScanScratch()
  private let key = "AKIA" + "Q7ZL2MNB4XWTV6RC"

  private func redacted(_ json: String) throws -> String {
    let engine = try Rules.engine()
    let document = try JSONDocument(parsing: Array(json.utf8))
    let result = engine.redacted(document, engine.scan(document, scratch: scratch))
    let again = try JSONDocument(parsing: result)
    #expect(engine.scan(again, scratch: scratch).isEmpty)
    return String(decoding: result, as: UTF8.self)
  }

  @Test func onlyTheValueIsReplaced() throws {
    #expect(
      try redacted("{ \"a\" : \"use \(key) \\u00e9\" ,\n\"n\":1.50}")
        == "{ \"a\" : \"use [REDACTED:AWS_ACCESS_KEY_ID] \\u00e9\" ,\n\"n\":1.50}")
  }

  @Test func aNumberBecomesAString() throws {
    #expect(try redacted(#"{"card":4111111111111111}"#) == #"{"card":"[REDACTED:CREDIT_CARD]"}"#)
  }

  @Test func anEscapedSecretGoesWithItsEscapes() throws {
    let escaped = "\\u0041KIA" + key.dropFirst(4)
    #expect(try redacted(#"["a \"\#(escaped)\" b"]"#) == #"["a \"[REDACTED:AWS_ACCESS_KEY_ID]\" b"]"#)
  }

  @Test func redactedKeysOfOneObjectStayApart() throws {
    let other = "AKIA" + "Z7ZL2MNB4XWTV6RC"
    #expect(
      try redacted(#"{"\#(key)":1,"\#(other)":2,"[REDACTED:AWS_ACCESS_KEY_ID]":3}"#)
        == #"{"[REDACTED:AWS_ACCESS_KEY_ID#2]":1,"[REDACTED:AWS_ACCESS_KEY_ID#3]":2,"[REDACTED:AWS_ACCESS_KEY_ID]":3}"#
    )
  }

  @Test func overlappingFindingsBecomeOnePlaceholder() throws {
    let text = Array("0123456789".utf8)
    func finding(_ type: String, _ range: Range<Int>, _ severity: DetectionSeverity) throws -> Finding {
      var rule = DetectionRule(
        id: "r", type: type, category: .credential, severity: severity, description: "")
      rule.patterns = [String(decoding: text[range], as: UTF8.self)]
      let engine = try DetectionEngine(rules: [rule], profile: .answers)
      return try #require(engine.scan(text: text, scratch: scratch).first)
    }
    let findings = [try finding("LOW", 2..<6, .low), try finding("HIGH", 4..<8, .critical)]
    let result = try Rules.engine().redacted(text: text, findings)
    #expect(String(decoding: result, as: UTF8.self) == "01[REDACTED:HIGH]89")
  }

  @Test func textAndStructuredContentAreEditedAlike() throws {
    let document = try JSONDocument(
      parsing: Array(#"{"text":"{\"password\":\"tr0ub4dor&3\"}","structured":{"password":"tr0ub4dor&3","pin":7}}"#.utf8))
    let edited = try Rules.engine().redacting(document, scratch: scratch)
    #expect(edited.isClean)
    let text = String(decoding: edited.bytes, as: UTF8.self)
    #expect(!text.contains("tr0ub4dor"))
    let plain = try JSONDocument(
      parsing: Array(#"{"a":"see order 4111111111111111","card":4111111111111111,"b":"x41111111111111112"}"#.utf8))
    let cards = String(decoding: try Rules.engine().redacting(plain, scratch: scratch).bytes, as: UTF8.self)
    #expect(cards == #"{"a":"see order [REDACTED:CREDIT_CARD]","card":"[REDACTED:CREDIT_CARD]","b":"x41111111111111112"}"#)
  }

  @Test func aWholePrivateKeyGoesAlsoWhenItsEndIsMissing() throws {
    let body = "-----BEGIN RSA PRIVATE KEY-----\\nMIIEowIBAAKCAQEA7\\nq83vzz0\\n"
    #expect(
      try redacted("[\"x \(body)-----END RSA PRIVATE KEY----- y\"]") == "[\"x [REDACTED:PRIVATE_KEY] y\"]")
    #expect(try redacted("[\"x \(body)\"]") == "[\"x [REDACTED:PRIVATE_KEY]\"]")
  }
}
