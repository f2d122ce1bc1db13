import Basics
import Testing

@testable import Gateway

@Suite("Redeemed values") struct RedeemedValuesTests {
  private func withheld(_ values: [String], in text: String) throws -> String? {
    let result = RedeemedValues.withheld(
      values.map { Array($0.utf8) }, in: try JSONDocument(parsing: Array(text.utf8)))
    return result.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test func aValueIsWithheldHoweverItIsSpelled() throws {
    #expect(
      try withheld(["abcd-efgh"], in: #"{"a":"x abcd-efgh y","n":1}"#)
        == #"{"a":"x [REDACTED:SECRET] y","n":1}"#)
    #expect(try withheld(["abcd-efgh"], in: #"{"a":"\u0061bcd\u002defgh"}"#) == #"{"a":"[REDACTED:SECRET]"}"#)
    #expect(try withheld(["abcd-efgh"], in: #"{"abcd-efgh":true}"#) == #"{"[REDACTED:SECRET]":true}"#)
    #expect(
      try withheld(["abcd-efgh", "abcd-efgh-long"], in: #"["abcd-efgh-long"]"#) == #"["[REDACTED:SECRET]"]"#)
    #expect(try withheld([#"quo"te\d1"#], in: #"["quo\"te\\d1 \n"]"#) == #"["[REDACTED:SECRET] \n"]"#)
  }

  @Test func aValueIsWithheldInJSONThatIsText() throws {
    #expect(
      try withheld([#"quo"te\d1"#], in: #"["{\"a\":\"quo\\\"te\\\\d1\"}"]"#)
        == #"["{\"a\":\"[REDACTED:SECRET]\"}"]"#)
  }

  @Test func anAnswerWithoutThemIsLeftAsItIs() throws {
    #expect(try withheld(["abcd-efgh"], in: #"{"a":"abcd-efg"}"#) == nil)
    #expect(try withheld([], in: #"{"a":"b"}"#) == nil)
  }
}
