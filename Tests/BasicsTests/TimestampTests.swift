import Testing

@testable import Basics

@Suite("Timestamps")
struct TimestampTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000000Z"), (951_782_400, "2000-02-29T00:00:00.000000Z"),
    (1_795_251_000, "2026-11-21T08:50:00.000000Z"), (-1, "1969-12-31T23:59:59.000000Z"),
  ] as [(Int64, String)])
  func secondsPrintAsRFC3339(_ seconds: Int64, _ text: String) {
    #expect(Timestamp(seconds: seconds).rfc3339 == text)
    #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds))
  }

  @Test func offsetsAndFractionsAreRead() {
    #expect(Timestamp(rfc3339: "2026-11-21T10:50:00.5+02:00")?.nanoseconds == 1_795_251_000_500_000_000)
    #expect(Timestamp(rfc3339: "1969-12-31T23:59:59.999Z")?.rfc3339 == "1969-12-31T23:59:59.999000Z")
  }

  @Test(arguments: ["2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01 00:00:00", "2026-01-01T24:00:00Z", "x", ""])
  func whatIsNoTimeIsRefused(_ text: String) { #expect(Timestamp(rfc3339: text) == nil) }

  @Test func arithmeticSaturates() {
    #expect(Timestamp(nanoseconds: .max).adding(.seconds(1)).nanoseconds == .max)
    #expect(Timestamp(seconds: .max).nanoseconds == .max)
    #expect(Timestamp(seconds: 5).since(Timestamp(seconds: 3)) == .seconds(2))
  }
}
