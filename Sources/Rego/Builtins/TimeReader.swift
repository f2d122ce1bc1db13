/// Reads a time's text part by part.
struct TimeReader {
  private let text: String
  private let bytes: [UInt8]
  private var position = 0
  private var year = 0
  private var month = 1
  private var day = 1
  private var dayOfYear: Int?
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var fraction = 0
  private var isAfternoon: Bool?
  private var offset = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  private func bad(_ what: String) -> BuiltinError { .failed("parsing time \"\(text)\": cannot parse \(what)") }

  mutating func read(_ part: TimeLayout.Part) throws(BuiltinError) {
    switch part {
    case .text(let wanted):
      guard bytes[position...].starts(with: wanted) else { throw bad("\"\(String(decoding: wanted, as: UTF8.self))\"") }
      position += wanted.count
    case .year: year = try number(4, 4)
    case .shortYear:
      let short = try number(2, 2)
      year = short >= 69 ? 1900 + short : 2000 + short
    case .month: month = try number(1, 2)
    case .paddedMonth: month = try number(2, 2)
    case .monthName: month = try name(CivilTime.months.map { String($0.prefix(3)) }) + 1
    case .longMonth: month = try name(CivilTime.months) + 1
    case .weekday: _ = try name(CivilTime.weekdays.map { String($0.prefix(3)) })
    case .longWeekday: _ = try name(CivilTime.weekdays)
    case .day: day = try number(1, 2)
    case .spacedDay:
      if byte == UInt8(ascii: " ") { position += 1 }
      day = try number(1, 2)
    case .paddedDay: day = try number(2, 2)
    case .dayOfYear: dayOfYear = try number(3, 3)
    case .hour, .paddedHour12: hour = try number(2, 2)
    case .hour12: hour = try number(1, 2)
    case .minute: minute = try number(1, 2)
    case .paddedMinute: minute = try number(2, 2)
    case .second, .paddedSecond:
      second = try number(part == .second ? 1 : 2, 2)
      if byte == UInt8(ascii: "."), position + 1 < bytes.count, Lexer.isDigit(bytes[position + 1]) { readFraction() }
    case .fraction(let digits, let trimmed, _):
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
        readFraction()
      } else if !trimmed, fraction == 0, digits > 0, position > 0, !Lexer.isDigit(bytes[position - 1]) {
        throw bad("the fraction")
      }
    case .halfDay:
      let half = String(decoding: bytes[position...].prefix(2), as: UTF8.self).uppercased()
      guard half == "AM" || half == "PM" else { throw bad("AM or PM") }
      isAfternoon = half == "PM"
      position += 2
    case .zoneName: try readZoneName()
    case .offset(let z, let colon, let minutes): try readOffset(z, colon, minutes)
    }
  }

  private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func number(_ least: Int, _ most: Int) throws(BuiltinError) -> Int {
    let start = position
    var value = 0
    while position - start < most, Lexer.isDigit(byte) {
      value = value * 10 + Int(byte - 48)
      position += 1
    }
    guard position - start >= least else { throw bad("a number") }
    return value
  }

  private mutating func name(_ names: [String]) throws(BuiltinError) -> Int {
    let rest = String(decoding: bytes[position...], as: UTF8.self).lowercased()
    guard let index = names.firstIndex(where: { rest.hasPrefix($0.lowercased()) }) else { throw bad("a name") }
    position += names[index].utf8.count
    return index
  }

  private mutating func readFraction() {
    position += 1
    var scale = 100_000_000
    while Lexer.isDigit(byte) {
      fraction += Int(byte - 48) * scale
      scale /= 10
      position += 1
    }
  }

  private mutating func readZoneName() throws(BuiltinError) {
    let start = position
    while position < bytes.count, bytes[position] &- 65 < 26 { position += 1 }
    guard position - start >= 3, position - start <= 5 else { throw bad("a zone") }
  }

  private mutating func readOffset(_ z: Bool, _ colon: Bool, _ minutes: Bool) throws(BuiltinError) {
    if z, byte == UInt8(ascii: "Z") {
      position += 1
      return
    }
    guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") else { throw bad("the offset") }
    let isWest = byte == UInt8(ascii: "-")
    position += 1
    var seconds = try number(2, 2) * 3600
    if minutes {
      if colon {
        guard byte == UInt8(ascii: ":") else { throw bad("the offset") }
        position += 1
      }
      seconds += try number(2, 2) * 60
    }
    offset = isWest ? -seconds : seconds
  }

  func finish() throws(BuiltinError) -> CivilTime {
    guard position == bytes.count else { throw bad("extra text") }
    var hour = self.hour
    if let isAfternoon {
      if isAfternoon, hour < 12 { hour += 12 } else if !isAfternoon, hour == 12 { hour = 0 }
    }
    guard (1...12).contains(month), hour < 24, minute < 60, second < 60, day >= 1 else {
      throw .failed("parsing time \"\(text)\": value out of range")
    }
    let first = CivilTime.days(year, month, 1)
    let next = month == 12 ? CivilTime.days(year + 1, 1, 1) : CivilTime.days(year, month + 1, 1)
    guard day <= next - first else { throw .failed("parsing time \"\(text)\": day out of range") }
    let days = dayOfYear.map { CivilTime.days(year, 1, 1) + $0 - 1 } ?? first + day - 1
    guard
      let nanoseconds = CivilTime.nanoseconds(
        days: days, seconds: hour * 3600 + minute * 60 + second, fraction: fraction, offset: offset)
    else { throw .failed("time outside of valid range") }
    return CivilTime(nanoseconds: nanoseconds, zone: .utc)
  }
}
