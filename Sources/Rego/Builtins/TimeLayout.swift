/// Times as text, by Go's reference layouts (`2006-01-02T15:04:05Z07:00`).
enum TimeLayout {
  static let rfc3339 = "2006-01-02T15:04:05Z07:00"
  static let rfc3339Nano = "2006-01-02T15:04:05.999999999Z07:00"

  private static let names: [String: String] = [
    "ANSIC": "Mon Jan _2 15:04:05 2006", "UnixDate": "Mon Jan _2 15:04:05 MST 2006",
    "RubyDate": "Mon Jan 02 15:04:05 -0700 2006", "RFC822": "02 Jan 06 15:04 MST",
    "RFC822Z": "02 Jan 06 15:04 -0700", "RFC850": "Monday, 02-Jan-06 15:04:05 MST",
    "RFC1123": "Mon, 02 Jan 2006 15:04:05 MST", "RFC1123Z": "Mon, 02 Jan 2006 15:04:05 -0700",
    "RFC3339": rfc3339, "RFC3339Nano": rfc3339Nano,
  ]

  static func named(_ name: String) -> String { names[name] ?? name }

  enum Part: Equatable {
    case text([UInt8])
    case year, shortYear, month, paddedMonth, monthName, longMonth
    case day, paddedDay, spacedDay, dayOfYear, weekday, longWeekday
    case hour, hour12, paddedHour12, minute, paddedMinute, second, paddedSecond
    case halfDay(upper: Bool)
    /// Digits of a second; trailing zeros are left out if asked.
    case fraction(digits: Int, trimmed: Bool, separator: UInt8)
    case zoneName
    /// `Z` for UTC; with colon; with seconds; hours only.
    case offset(z: Bool, colon: Bool, minutes: Bool)
  }

  private static let patterns: [(text: String, part: Part)] = [
    ("January", .longMonth), ("Jan", .monthName), ("Monday", .longWeekday), ("Mon", .weekday), ("MST", .zoneName),
    ("2006", .year), ("Z07:00", .offset(z: true, colon: true, minutes: true)),
    ("-07:00", .offset(z: false, colon: true, minutes: true)), ("Z0700", .offset(z: true, colon: false, minutes: true)),
    ("-0700", .offset(z: false, colon: false, minutes: true)), ("Z07", .offset(z: true, colon: false, minutes: false)),
    ("-07", .offset(z: false, colon: false, minutes: false)), ("002", .dayOfYear), ("01", .paddedMonth),
    ("02", .paddedDay), ("03", .paddedHour12), ("04", .paddedMinute), ("05", .paddedSecond), ("06", .shortYear),
    ("15", .hour), ("PM", .halfDay(upper: true)), ("pm", .halfDay(upper: false)), ("_2", .spacedDay), ("1", .month),
    ("2", .day), ("3", .hour12), ("4", .minute), ("5", .second),
  ]

  static func parts(_ layout: String) -> [Part] {
    let bytes = Array(layout.utf8)
    var parts: [Part] = []
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if let (part, width) = fraction(bytes, index) ?? pattern(bytes, index) {
        if !text.isEmpty { parts.append(.text(text)) }
        text = []
        parts.append(part)
        index += width
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    if !text.isEmpty { parts.append(.text(text)) }
    return parts
  }

  private static func pattern(_ bytes: [UInt8], _ index: Int) -> (Part, Int)? {
    guard let found = patterns.first(where: { bytes[index...].starts(with: $0.text.utf8) }) else { return nil }
    return (found.part, found.text.utf8.count)
  }

  private static func fraction(_ bytes: [UInt8], _ index: Int) -> (Part, Int)? {
    guard bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ","), index + 1 < bytes.count else { return nil }
    let digit = bytes[index + 1]
    guard digit == UInt8(ascii: "0") || digit == UInt8(ascii: "9") else { return nil }
    var end = index + 1
    while end < bytes.count, bytes[end] == digit { end += 1 }
    if end < bytes.count, Lexer.isDigit(bytes[end]) { return nil }
    let trimmed = digit == UInt8(ascii: "9")
    return (.fraction(digits: end - index - 1, trimmed: trimmed, separator: bytes[index]), end - index)
  }

  // MARK: - Formatting

  static func format(_ time: CivilTime, layout: String) -> String {
    parts(layout).map { text(of: $0, time) }.joined()
  }

  private static func padded(_ number: Int, _ width: Int = 2, _ fill: String = "0") -> String {
    let digits = String(number)
    return String(repeating: fill, count: max(0, width - digits.utf8.count)) + digits
  }

  private static func text(of part: Part, _ time: CivilTime) -> String {
    let hour12 = time.hour % 12 == 0 ? 12 : time.hour % 12
    switch part {
    case .text(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .year: return padded(time.year, 4)
    case .shortYear: return padded(time.year % 100)
    case .month: return String(time.month)
    case .paddedMonth: return padded(time.month)
    case .monthName: return String(CivilTime.months[time.month - 1].prefix(3))
    case .longMonth: return CivilTime.months[time.month - 1]
    case .day: return String(time.day)
    case .paddedDay: return padded(time.day)
    case .spacedDay: return padded(time.day, 2, " ")
    case .dayOfYear: return padded(time.dayOfYear, 3)
    case .weekday: return String(CivilTime.weekdays[time.weekday].prefix(3))
    case .longWeekday: return CivilTime.weekdays[time.weekday]
    case .hour: return padded(time.hour)
    case .hour12: return String(hour12)
    case .paddedHour12: return padded(hour12)
    case .minute: return String(time.minute)
    case .paddedMinute: return padded(time.minute)
    case .second: return String(time.second)
    case .paddedSecond: return padded(time.second)
    case .halfDay(let upper): return time.hour < 12 ? (upper ? "AM" : "am") : (upper ? "PM" : "pm")
    case .fraction(let digits, let trimmed, let separator):
      var text = String(padded(time.fraction, 9).prefix(digits))
      if trimmed { while text.hasSuffix("0") { text.removeLast() } }
      return text.isEmpty ? "" : String(UnicodeScalar(separator)) + text
    case .zoneName: return time.abbreviation
    case .offset(let z, let colon, let minutes):
      if z, time.offset == 0 { return "Z" }
      let total = abs(time.offset) / 60
      let tail = minutes ? (colon ? ":" : "") + padded(total % 60) : ""
      return (time.offset < 0 ? "-" : "+") + padded(total / 60) + tail
    }
  }

  // MARK: - Parsing

  static func parse(_ text: String, layout: String) throws(BuiltinError) -> CivilTime {
    var reader = TimeReader(text)
    for part in parts(layout) { try reader.read(part) }
    return try reader.finish()
  }

  /// Go's durations: `1h15m30.5s`, units ns, us, ms, s, m, h.
  static func duration(_ text: String) throws(BuiltinError) -> Int64 {
    let bad = BuiltinError.failed("time: invalid duration \"\(text)\"")
    var rest = Substring(text)
    let isNegative = rest.hasPrefix("-")
    if isNegative || rest.hasPrefix("+") { rest = rest.dropFirst() }
    if rest == "0" { return 0 }
    if rest.isEmpty { throw bad }
    let units: [(String, Double)] = [
      ("ns", 1), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
    ]
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      guard let number = Double(digits.hasPrefix(".") ? "0" + digits : String(digits)),
        let unit = units.first(where: { rest.hasPrefix($0.0) && !($0.0 == "m" && rest.hasPrefix("ms")) })
      else { throw bad }
      total += number * unit.1
      rest = rest.dropFirst(unit.0.count)
    }
    guard total < 9.2e18 else { throw bad }
    return isNegative ? -Int64(total) : Int64(total)
  }
}
