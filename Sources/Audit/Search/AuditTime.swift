public import Basics

/// Times as people give them to a search.
public enum AuditTime {
  /// Reads an RFC 3339 date-time (`2026-11-21T08:50:00Z`), a date (`2026-11-21`, its beginning in UTC), or
  /// how long ago it is: a whole number with `s`, `m`, `h` or `d` (`90s`, `15m`, `2h`, `7d`). Nil for
  /// anything else.
  public static func parse(_ text: String, now: Timestamp) -> Timestamp? {
    if let time = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00Z") { return time }
    guard let unit = text.utf8.last, let seconds = seconds(of: unit), let count = Int64(text.dropLast()), count >= 0,
      text.utf8.first != UInt8(ascii: "+")
    else { return nil }
    let (total, overflow) = count.multipliedReportingOverflow(by: seconds)
    return overflow ? nil : now.adding(.seconds(-total))
  }

  private static func seconds(of unit: UInt8) -> Int64? {
    switch unit {
    case UInt8(ascii: "s"): 1
    case UInt8(ascii: "m"): 60
    case UInt8(ascii: "h"): 3_600
    case UInt8(ascii: "d"): 86_400
    default: nil
    }
  }
}
