/// Reads a time's text part by part, as Go's `time.Parse` does.
struct TimeReader {
  private let text: String
  private let layout: String
  private let bytes: [UInt8]
  private var position = 0
  private var year = 0
  private var month: Int?
  private var day: Int?
  private var dayOfYear: Int?
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var fraction = 0
  private var isAfternoon: Bool?
  private var offset = 0
  /// What is out of range, told when the rest has been read.
  private var rangeFault: String?

  init(_ text: String, layout: String) {
    self.text = text
    self.layout = layout
    bytes = Array(text.utf8)
  }

  private static func quoted(_ text: some Collection<UInt8>) -> String {
    String(decoding: GoQuote.quoted(Array(text), asciiOnly: false), as: UTF8.self)
  }

  private func bad(_ piece: TimeLayout.Piece, at start: Int) -> BuiltinError {
    let rest = Self.quoted(bytes[min(start, bytes.count)...])
    return .failed(
      "parsing time \(Self.quoted(bytes)) as \(Self.quoted(layout.utf8)): cannot parse \(rest) as \(Self.quoted(piece.text))")
  }

  private func range(_ what: String) -> BuiltinError { .failed("parsing time \(Self.quoted(bytes)): \(what) out of range") }

  mutating func read(_ piece: TimeLayout.Piece, isFractionNext: Bool) throws(BuiltinError) {
    let start = position
    guard step(piece, isFractionNext) else { throw bad(piece, at: start) }
    if let rangeFault { throw range(rangeFault) }
  }

  private mutating func step(_ piece: TimeLayout.Piece, _ isFractionNext: Bool) -> Bool {
    switch piece.part {
    case .text: return literal(piece.text)
    case .year: return number(4, 4) { $0.year = $1 }
    case .shortYear: return number(2, 2) { $0.year = $1 >= 69 ? 1900 + $1 : 2000 + $1 }
    case .month: return number(1, 2) { $0.setMonth($1) }
    case .paddedMonth: return number(2, 2) { $0.setMonth($1) }
    case .monthName: return name(CivilTime.months.map { String($0.prefix(3)) }) { $0.month = $1 + 1 }
    case .longMonth: return name(CivilTime.months) { $0.month = $1 + 1 }
    case .weekday: return name(CivilTime.weekdays.map { String($0.prefix(3)) }) { _, _ in }
    case .longWeekday: return name(CivilTime.weekdays) { _, _ in }
    case .day: return number(1, 2) { $0.day = $1 }
    case .spacedDay:
      if byte == UInt8(ascii: " ") { position += 1 }
      return number(1, 2) { $0.day = $1 }
    case .paddedDay: return number(2, 2) { $0.day = $1 }
    case .dayOfYear: return number(3, 3) { $0.dayOfYear = $1 }
    case .spacedDayOfYear:
      for _ in 0..<2 where byte == UInt8(ascii: " ") { position += 1 }
      return number(1, 3) { $0.dayOfYear = $1 }
    case .hour: return number(1, 2) { $0.setHour($1, limit: 23) }
    case .hour12: return number(1, 2) { $0.setHour($1, limit: 12) }
    case .paddedHour12: return number(2, 2) { $0.setHour($1, limit: 12) }
    case .minute: return number(1, 2) { $0.setMinute($1) }
    case .paddedMinute: return number(2, 2) { $0.setMinute($1) }
    case .second: return seconds(least: 1, isFractionNext)
    case .paddedSecond: return seconds(least: 2, isFractionNext)
    case .fraction(let digits, let trimmed, _): return readFraction(digits: trimmed ? nil : digits)
    case .halfDay(let upper): return halfDay(upper)
    case .zoneName: return zoneName()
    case .offset(let z, let colon, let fields): return readOffset(z, colon, fields)
    }
  }

  private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }
  private var rest: ArraySlice<UInt8> { bytes[min(position, bytes.count)...] }

  // MARK: - Kinds of parts

  /// Spaces in a layout match any number of them.
  private mutating func literal(_ wanted: [UInt8]) -> Bool {
    var wanted = wanted[...]
    while let first = wanted.first {
      if first == UInt8(ascii: " ") {
        if position < bytes.count, byte != first { return false }
        wanted = wanted.drop { $0 == first }
        while byte == first { position += 1 }
        continue
      }
      guard byte == first, position < bytes.count else { return false }
      wanted = wanted.dropFirst()
      position += 1
    }
    return true
  }

  private mutating func number(_ least: Int, _ most: Int, _ use: (inout Self, Int) -> Void) -> Bool {
    let start = position
    var value = 0
    while position - start < most, Lexer.isDigit(byte) {
      value = value * 10 + Int(byte - 48)
      position += 1
    }
    guard position - start >= least else { return false }
    use(&self, value)
    return true
  }

  private mutating func setMonth(_ value: Int) {
    month = value
    if !(1...12).contains(value) { rangeFault = "month" }
  }

  private mutating func setHour(_ value: Int, limit: Int) {
    hour = value
    if value > limit { rangeFault = "hour" }
  }

  private mutating func setMinute(_ value: Int) {
    minute = value
    if value > 59 { rangeFault = "minute" }
  }

  private mutating func name(_ names: [String], _ use: (inout Self, Int) -> Void) -> Bool {
    let lowered = String(decoding: rest.prefix(16), as: UTF8.self).lowercased()
    guard let index = names.firstIndex(where: { lowered.hasPrefix($0.lowercased()) }) else { return false }
    position += names[index].utf8.count
    use(&self, index)
    return true
  }

  private mutating func seconds(least: Int, _ isFractionNext: Bool) -> Bool {
    guard number(least, 2, { $0.second = $1 }) else { return false }
    if second > 59 { rangeFault = "second" }
    // A fraction may follow even where the layout has none.
    if !isFractionNext { _ = readFraction(digits: nil) }
    return true
  }

  /// As many digits as the layout has zeros; any number, or none at all, where it has nines.
  private mutating func readFraction(digits: Int?) -> Bool {
    let mark = byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
    let count = mark ? rest.dropFirst().prefix(while: Lexer.isDigit).count : 0
    guard let digits else {
      if count > 0 { takeFraction(count) }
      return true
    }
    guard count >= digits else { return false }
    takeFraction(digits)
    return true
  }

  private mutating func takeFraction(_ count: Int) {
    var scale = 100_000_000
    fraction = 0
    for digit in rest.dropFirst().prefix(count) {
      fraction += Int(digit - 48) * scale
      scale /= 10
    }
    position += count + 1
  }

  private mutating func halfDay(_ upper: Bool) -> Bool {
    let half = String(decoding: rest.prefix(2), as: UTF8.self)
    guard half == (upper ? "AM" : "am") || half == (upper ? "PM" : "pm") else { return false }
    isAfternoon = half.first == "P" || half.first == "p"
    position += 2
    return true
  }

  /// An abbreviation says nothing certain about the offset, so that the time is taken as UTC.
  private mutating func zoneName() -> Bool {
    if rest.starts(with: "ChST".utf8) || rest.starts(with: "MeST".utf8) {
      position += 4
      return true
    }
    let isGMT = rest.starts(with: "GMT".utf8)
    if isGMT || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
      let sign = rest.dropFirst(isGMT ? 3 : 0)
      let digits = sign.dropFirst().prefix(while: Lexer.isDigit)
      let hasSign = sign.first == UInt8(ascii: "+") || sign.first == UInt8(ascii: "-")
      let isOffset = hasSign && !digits.isEmpty && digits.count < 3 && (Int(String(decoding: digits, as: UTF8.self)) ?? 99) < 24
      if isOffset { position += (isGMT ? 3 : 0) + 1 + digits.count } else if isGMT { position += 3 }
      return isOffset || isGMT
    }
    let letters = rest.prefix { $0 &- 65 < 26 }
    let isName: Bool
    switch letters.count {
    case 3: isName = true
    case 4: isName = letters.last == UInt8(ascii: "T") || letters.elementsEqual("WITA".utf8)
    case 5: isName = letters.last == UInt8(ascii: "T")
    default: isName = false
    }
    if isName { position += letters.count }
    return isName
  }

  private mutating func readOffset(_ z: Bool, _ colon: Bool, _ fields: Int) -> Bool {
    if z, byte == UInt8(ascii: "Z") {
      position += 1
      return true
    }
    guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") else { return false }
    let isWest = byte == UInt8(ascii: "-")
    position += 1
    var total = 0
    for (index, scale) in [3600, 60, 1].prefix(fields).enumerated() {
      if index > 0, colon {
        guard byte == UInt8(ascii: ":") else { return false }
        position += 1
      }
      var value = 0
      guard number(2, 2, { _, read in value = read }) else { return false }
      if value > (index == 0 ? 24 : 60) { rangeFault = "time zone offset " + ["hour", "minute", "second"][index] }
      total += value * scale
    }
    offset = isWest ? -total : total
    return true
  }

  // MARK: - The whole

  func time() throws(BuiltinError) -> CivilTime {
    let days = try days()
    var hour = self.hour
    if let isAfternoon {
      if isAfternoon, hour < 12 { hour += 12 } else if !isAfternoon, hour == 12 { hour = 0 }
    }
    guard
      let nanoseconds = CivilTime.nanoseconds(
        days: days, seconds: hour * 3600 + minute * 60 + second, fraction: fraction, offset: offset)
    else { throw .failed("time outside of valid range") }
    return CivilTime(nanoseconds: nanoseconds, zone: .utc)
  }

  /// Days since 1970 of the date, once the whole text has been read.
  func days() throws(BuiltinError) -> Int {
    guard position == bytes.count else { throw .failed("parsing time \(Self.quoted(bytes)): extra text: \(Self.quoted(rest))") }
    let start = CivilTime.days(year, 1, 1)
    if let dayOfYear {
      guard dayOfYear >= 1, dayOfYear <= CivilTime.days(year + 1, 1, 1) - start else { throw range("day-of-year") }
      let (_, foundMonth, foundDay) = CivilTime.civil(start + dayOfYear - 1)
      guard month ?? foundMonth == foundMonth else {
        throw .failed("parsing time \(Self.quoted(bytes)): day-of-year does not match month")
      }
      guard day ?? foundDay == foundDay else {
        throw .failed("parsing time \(Self.quoted(bytes)): day-of-year does not match day")
      }
      return start + dayOfYear - 1
    }
    let (month, day) = (self.month ?? 1, self.day ?? 1)
    let first = CivilTime.days(year, month, 1)
    let next = month == 12 ? CivilTime.days(year + 1, 1, 1) : CivilTime.days(year, month + 1, 1)
    guard day >= 1, day <= next - first else { throw range("day") }
    return first + day - 1
  }
}
