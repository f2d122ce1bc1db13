import Basics
import Testing

@testable import Audit

@Suite("Audit time") struct AuditTimeTests {
  private let now = Timestamp(seconds: 1_000_000)

  @Test func timesAreReadAsPeopleGiveThem() {
    #expect(AuditTime.parse("1970-01-02T00:00:00Z", now: now) == Timestamp(seconds: 86_400))
    #expect(AuditTime.parse("1970-01-02", now: now) == Timestamp(seconds: 86_400))
    #expect(AuditTime.parse("1970-01-02T01:00:00+01:00", now: now) == Timestamp(seconds: 86_400))
    for (text, seconds) in [("0s", 0), ("90s", 90), ("15m", 900), ("2h", 7_200), ("7d", 604_800)] {
      #expect(AuditTime.parse(text, now: now) == Timestamp(seconds: 1_000_000 - Int64(seconds)))
    }
  }

  @Test func whatIsNoTimeIsRefused() {
    for text in ["", "s", "h2", "1.5h", "-1h", "+1h", "2w", "1970-13-01", "yesterday", "9223372036854775807d", "１h"] {
      #expect(AuditTime.parse(text, now: now) == nil, "\(text)")
    }
  }
}
