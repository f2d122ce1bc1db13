import Approvals
import Basics
import Testing

@Suite("Arguments digest") struct ArgumentsDigestTests {
  private func digest(_ json: String) throws -> Digest256 {
    ArgumentsDigest.digest(of: try JSONValue.parse(json))
  }

  @Test func itIsTheDigestOfTheCanonicalText() throws {
    #expect(try digest(#"{ "b": 1.0, "a": "x" }"#) == Digest256(of: Array(#"{"a":"x","b":1}"#.utf8)))
    #expect(try digest(#"{"a":"x","b":1}"#) == digest(#"{"b":1e0,"a":"\u0078"}"#))
  }

  @Test(
    arguments: [
      (#"{"amount":1}"#, #"{"amount":2}"#), (#"{"amount":1}"#, #"{"amount":"1"}"#),
      (#"{"a":[]}"#, #"{"a":{}}"#),
      (#"{"a":null}"#, "{}"), ("[9007199254740993]", "[9007199254740992]"),
      ("[0.1000000000000000055]", "[0.1]"), ("[1e400]", "[1e401]"),
      ("[9007199254740993]", #"["9007199254740993"]"#),
    ]) func otherArgumentsHaveAnotherDigest(one: String, other: String) throws
  {
    #expect(try digest(one) != digest(other))
  }
}
