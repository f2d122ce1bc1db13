import ArgumentParser
import Basics

/// A time as people give it: RFC 3339, or how long ago.
enum TimeArgument {
  @Sendable static func parse(_ text: String) throws -> Timestamp {
    if let time = Timestamp(rfc3339: text) { return time }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
      (0...1_000_000).contains(count)
    else { throw ValidationError("\"\(text)\" is no time; give 2026-12-31T23:00:00Z, or 30s, 15m, 24h, 7d.") }
    return Timestamp.now().adding(.seconds(-count * unit))
  }
}
