import Testing

@Suite("Built-ins: time")
struct TimeTests {
  @Test(arguments: [
    ("RFC3339", "2017-06-02T19:00:00-07:00", "1496455200000000000"), ("RFC3339", "1677-09-21T00:12:43.145224192Z", "-9223372036854775808"),
    ("RFC3339", "2262-04-11T23:47:16.854775807Z", "9223372036854775807"), ("ANSIC", "Mon Jan  2 15:04:05 2006", "1136214245000000000"),
    ("UnixDate", "Mon Jan  2 15:04:05 MST 2006", "1136214245000000000"),
    ("RubyDate", "Mon Jan 02 15:04:05 -0700 2006", "1136239445000000000"),
    ("RFC822Z", "02 Jan 06 15:04 +0000", "1136214240000000000"), ("RFC1123", "Mon, 02 Jan 2006 15:04:05 GMT", "1136214245000000000"),
    ("2006-01-02", "2024-02-29", "1709164800000000000"), ("2006-002", "2024-060", "1709164800000000000"),
    ("3:04PM", "12:30AM", "-62167217400000000000"),
    ("2006-01-02 15:04:05.000", "1970-01-01 00:00:01.250", "1250000000"),
    ("2006-01-02T15:04:05Z07:00:00", "1970-01-01T00:00:00+00:00:30", "-30000000000"),
    ("Jan _2 2006", "Feb  3 1970", "2851200000000000"), ("January 2, 2006", "march 1, 1970", "5097600000000000"),
  ])
  func layoutsAreRead(_ layout: String, _ text: String, _ nanoseconds: String) throws {
    let got = try BuiltinCase.answer("time.parse_ns(\"\(layout)\", \"\(text)\")")
    // Year zero is beyond what 64 bits of nanoseconds hold.
    #expect(got == (nanoseconds.utf8.count > 20 ? nil : nanoseconds))
  }

  @Test(arguments: [
    BuiltinCase.same("time.format(1136214245000000000)", #""2006-01-02T15:04:05Z""#),
    .same("time.format([1136214245120000000, \"\"])", #""2006-01-02T15:04:05.12Z""#),
    .same(#"time.format([1136214245000000000, "UTC", "Monday, _2 Jan 06 3:04:05.000 pm MST __2"])"#,
      #""Monday,  2 Jan 06 3:04:05.000 pm UTC   2""#),
    .same("time.date(0)", "[1970, 1, 1]"), .same("time.clock(3661000000000)", "[1, 1, 1]"), .same("time.weekday(0)", #""Thursday""#),
    .same("time.add_date(1709164800000000000, 1, 0, 0)", "1740787200000000000"),
    .same("time.add_date(0, 0, 0, -1)", "-86400000000000"),
    .same("time.diff(1709164800000000000, 1706745600000000000)", "[0, 0, 28, 0, 0, 0]"),
    .same(#"time.parse_duration_ns("1h15m30.918273645s")"#, "4530918273645"), .same(#"time.parse_duration_ns("-1.5h")"#, "-5400000000000"),
    .same(#"time.parse_duration_ns("1d2h")"#, "93600000000000"),
    .same(#"time.parse_duration_ns("106751d23h47m16.854775807s")"#, "9223372036854775807"),
    .fails(#"time.parse_duration_ns("3")"#, #"missing unit in duration "3""#),
    .fails(#"time.parse_duration_ns("3x")"#, #"unknown unit "x""#),
    .fails(#"time.parse_duration_ns("300y")"#, "invalid duration"),
    .fails(#"time.parse_ns("2006-01-02", "2023-02-29")"#, "day out of range"),
    .fails(#"time.parse_ns("15:04", "25:00")"#, "hour out of range"),
    .fails(#"time.parse_ns("2006", "20x6")"#, #"cannot parse "20x6" as "2006""#),
    .fails(#"time.parse_ns("2006", "2006x")"#, #"extra text: "x""#),
    .fails(#"time.parse_rfc3339_ns("2300-01-01T00:00:00Z")"#, "time outside of valid range"),
    .fails(#"time.format([0, "Mars/Olympus"])"#, "unknown time zone Mars/Olympus"), .fails("time.date(1e30)", "timestamp too big"),
    .same("time.now_ns() - time.now_ns()", "0"), .same("time.now_ns()", "1700000000000000000"),
  ])
  func times(_ test: BuiltinCase) throws { try test.check() }
}
