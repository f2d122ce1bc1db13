import Testing

@testable import Basics

@Suite("Canonical JSON")
struct CanonicalJSONTests {
  /// Source: RFC 8785 appendix B and §3.2.2.
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("5e-324", "5e-324"), ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ("9007199254740992", "9007199254740992"), ("295147905179352830000", "295147905179352830000"),
    ("1e21", "1e+21"), ("9.999999999999997e22", "9.999999999999997e+22"), ("1e-7", "1e-7"), ("0.000001", "0.000001"),
    ("333333333.33333329", "333333333.3333333"), ("4.50", "4.5"), ("2e-3", "0.002"), ("1E30", "1e+30"), ("100", "100"),
    ("1e-27", "1e-27"), ("-12.5", "-12.5"), ("123456", "123456"), ("10.0", "10"),
  ])
  func numbersArePrintedAsECMAScriptDoes(_ text: String, _ expected: String) throws {
    #expect(String(decoding: try JSONValue.parse(text).canonical(), as: UTF8.self) == expected)
  }

  @Test func keysAreSortedByUTF16() throws {
    let value = try JSONValue.parse(#"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#)
    let order = try JSONValue.parse(value.canonical()).objectValue?.keys
    #expect(order == ["\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1F600}", "\u{fb33}"])
  }
}
