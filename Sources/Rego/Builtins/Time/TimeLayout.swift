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
    case text
    case year, shortYear, month, paddedMonth, monthName, longMonth
    case day, paddedDay, spacedDay, dayOfYear, spacedDayOfYear, weekday, longWeekday
    case hour, hour12, paddedHour12, minute, paddedMinute, second, paddedSecond
    case halfDay(upper: Bool)
    /// Digits of a second; trailing zeros are left out if asked.
    case fraction(digits: Int, trimmed: Bool, separator: UInt8)
    case zoneName
    /// Hours, and as many more fields; `Z` for UTC if asked.
    case offset(z: Bool, colon: Bool, fields: Int)
  }

  /// A part with the text that stands for it in the layout.
  struct Piece: Equatable {
    var part: Part
    var text: [UInt8]
  }

  /// The longest of those with a common start first.
  private static let patterns: [(text: String, part: Part)] = [
    ("January", .longMonth), ("Jan", .monthName), ("Monday", .longWeekday), ("Mon", .weekday), ("MST", .zoneName),
    ("2006", .year), ("Z07:00:00", .offset(z: true, colon: true, fields: 3)), ("Z07:00", .offset(z: true, colon: true, fields: 2)),
    ("Z070000", .offset(z: true, colon: false, fields: 3)), ("Z0700", .offset(z: true, colon: false, fields: 2)),
    ("Z07", .offset(z: true, colon: false, fields: 1)), ("-07:00:00", .offset(z: false, colon: true, fields: 3)),
    ("-07:00", .offset(z: false, colon: true, fields: 2)), ("-070000", .offset(z: false, colon: false, fields: 3)),
    ("-0700", .offset(z: false, colon: false, fields: 2)), ("-07", .offset(z: false, colon: false, fields: 1)),
    ("002", .dayOfYear), ("01", .paddedMonth), ("02", .paddedDay), ("03", .paddedHour12), ("04", .paddedMinute),
    ("05", .paddedSecond), ("06", .shortYear), ("15", .hour), ("PM", .halfDay(upper: true)), ("pm", .halfDay(upper: false)),
    ("__2", .spacedDayOfYear), ("_2", .spacedDay), ("1", .month), ("2", .day), ("3", .hour12), ("4", .minute), ("5", .second),
  ]

  static func pieces(_ layout: String) -> [Piece] {
    let bytes = Array(layout.utf8)
    var pieces: [Piece] = []
    var text: [UInt8] = []
    func flush() {
      if !text.isEmpty { pieces.append(Piece(part: .text, text: text)) }
      text = []
    }
    var index = 0
    while index < bytes.count {
      if let (part, width) = fraction(bytes, index) ?? pattern(bytes, index) {
        flush()
        pieces.append(Piece(part: part, text: Array(bytes[index..<(index + width)])))
        index += width
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    flush()
    return pieces
  }

  private static func pattern(_ bytes: [UInt8], _ index: Int) -> (Part, Int)? {
    // `_2006` is a year behind an underscore, and `Jan` and `Mon` stand alone or not at all.
    if bytes[index...].starts(with: "_2006".utf8) { return nil }
    for (text, part) in patterns where bytes[index...].starts(with: text.utf8) {
      let end = index + text.utf8.count
      let isName = part == .monthName || part == .weekday
      if isName, end < bytes.count, bytes[end] &- 97 < 26 { return nil }
      return (part, text.utf8.count)
    }
    return nil
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
    pieces(layout).map { text(of: $0, time) }.joined()
  }

  private static func padded(_ number: Int, _ width: Int = 2, _ fill: String = "0") -> String {
    let digits = String(number)
    return String(repeating: fill, count: max(0, width - digits.utf8.count)) + digits
  }

  private static func text(of piece: Piece, _ time: CivilTime) -> String {
    let hour12 = time.hour % 12 == 0 ? 12 : time.hour % 12
    switch piece.part {
    case .text: return String(decoding: piece.text, as: UTF8.self)
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
    case .spacedDayOfYear: return padded(time.dayOfYear, 3, " ")
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
    case .offset(let z, let colon, let fields):
      if z, time.offset == 0 { return "Z" }
      let total = abs(time.offset)
      let parts = [total / 3600, total / 60 % 60, total % 60].prefix(fields).map { padded($0) }
      return (time.offset < 0 ? "-" : "+") + parts.joined(separator: colon ? ":" : "")
    }
  }

  // MARK: - Parsing

  static func parse(_ text: String, layout: String) throws(BuiltinError) -> CivilTime {
    try read(text, layout: layout).time()
  }

  /// Whether a text fits a layout, also where the time lies beyond what 64 bits of nanoseconds hold.
  static func matches(_ text: String, layout: String) -> Bool {
    (try? read(text, layout: layout).days()) != nil
  }

  private static func read(_ text: String, layout: String) throws(BuiltinError) -> TimeReader {
    var reader = TimeReader(text, layout: layout)
    let pieces = pieces(layout)
    for (index, piece) in pieces.enumerated() {
      var isFractionNext = false
      if index + 1 < pieces.count, case .fraction = pieces[index + 1].part { isFractionNext = true }
      try reader.read(piece, isFractionNext: isFractionNext)
    }
    return reader
  }
}
