extension Timestamp {
  /// `2026-11-21T08:50:00.123456Z`: UTC, microseconds, 27 bytes for the years 0 to 9999. Source: RFC 3339 §5.6.
  public var rfc3339: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(27)
    appendRFC3339(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Bytes of the form of ``rfc3339``.
  public static let rfc3339Bytes = 27

  /// Appends the form of ``rfc3339``.
  public func appendRFC3339(to bytes: inout [UInt8]) {
    unsafe withUnsafeTemporaryAllocation(byteCount: Self.rfc3339Bytes, alignment: 1) { room in
      unsafe writeRFC3339(to: room)
      unsafe bytes.append(contentsOf: room)
    }
  }

  /// Writes the form of ``rfc3339`` to the front of `room`, which has ``rfc3339Bytes`` or more; does nothing if it
  /// has fewer.
  public func writeRFC3339(to room: UnsafeMutableRawBufferPointer) {
    guard room.count >= Self.rfc3339Bytes else { return }
    let seconds = self.seconds
    let micros = Int(nanoseconds - seconds * 1_000_000_000) / 1_000
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let ofDay = Int(seconds - days * 86_400)
    let (year, month, day) = Self.civil(days: Int(days))
    unsafe Self.write(year / 100, before: UInt8(ascii: "0"), to: room, at: 0)
    unsafe Self.write(year % 100, before: UInt8(ascii: "-"), to: room, at: 2)
    unsafe Self.write(month, before: UInt8(ascii: "-"), to: room, at: 5)
    unsafe Self.write(day, before: UInt8(ascii: "T"), to: room, at: 8)
    unsafe Self.write(ofDay / 3_600, before: UInt8(ascii: ":"), to: room, at: 11)
    unsafe Self.write(ofDay / 60 % 60, before: UInt8(ascii: ":"), to: room, at: 14)
    unsafe Self.write(ofDay % 60, before: UInt8(ascii: "."), to: room, at: 17)
    unsafe Self.write(micros / 10_000, before: UInt8(ascii: "0"), to: room, at: 20)
    unsafe Self.write(micros / 100 % 100, before: UInt8(ascii: "0"), to: room, at: 22)
    unsafe Self.write(micros % 100, before: UInt8(ascii: "Z"), to: room, at: 24)
  }

  /// Two digits, and the byte after them, which may be replaced later.
  private static func write(_ value: Int, before next: UInt8, to room: UnsafeMutableRawBufferPointer, at place: Int) {
    // SAFETY: the caller has checked the size; the last place is 24.
    unsafe room[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 10)
    unsafe room[place + 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value % 10)
    unsafe room[place + 2] = next
  }

  /// Year, month and day of a day counted from 1970-01-01, in the proleptic Gregorian calendar.
  static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
    // Counts from 0000-03-01, so that the leap day is the last of a year of 400-year eras.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Days from 1970-01-01 to a day of the proleptic Gregorian calendar.
  static func days(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear - 719_468
  }

  /// Reads a date-time with `Z` or a numeric offset and up to nine digits of a second; nil if it is none or does
  /// not exist. A leap second counts as the second after it. Source: RFC 3339 §5.6.
  public init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 35,
      let year = Self.digits(bytes, 0, 4), bytes[4] == UInt8(ascii: "-"),
      let month = Self.digits(bytes, 5, 2), bytes[7] == UInt8(ascii: "-"),
      let day = Self.digits(bytes, 8, 2), bytes[10] | 0x20 == UInt8(ascii: "t"),
      let hour = Self.digits(bytes, 11, 2), bytes[13] == UInt8(ascii: ":"),
      let minute = Self.digits(bytes, 14, 2), bytes[16] == UInt8(ascii: ":"),
      let second = Self.digits(bytes, 17, 2),
      (1...12).contains(month), day >= 1, hour < 24, minute < 60, second <= 60
    else { return nil }
    let days = Self.days(year: year, month: month, day: day)
    guard Self.civil(days: days) == (year, month, day) else { return nil }
    var at = 19
    var nanos = 0
    if bytes[at] == UInt8(ascii: ".") {
      guard let fraction = Self.fraction(bytes, &at) else { return nil }
      nanos = fraction
    }
    guard let offset = Self.offset(bytes, at) else { return nil }
    let total = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
    let (scaled, overflow) = Int64(total).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow2) = scaled.addingReportingOverflow(Int64(nanos))
    guard !overflow, !overflow2 else { return nil }
    self.init(nanoseconds: sum)
  }

  private static func digits(_ bytes: [UInt8], _ from: Int, _ count: Int) -> Int? {
    guard from + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[from..<(from + count)] {
      guard byte &- UInt8(ascii: "0") < 10 else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  private static func fraction(_ bytes: [UInt8], _ at: inout Int) -> Int? {
    var (nanos, scale) = (0, 100_000_000)
    at += 1
    let first = at
    while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 {
      guard scale > 0 else { return nil }
      nanos += Int(bytes[at] - UInt8(ascii: "0")) * scale
      scale /= 10
      at += 1
    }
    return at > first ? nanos : nil
  }

  /// Seconds east of UTC.
  private static func offset(_ bytes: [UInt8], _ at: Int) -> Int? {
    guard at < bytes.count else { return nil }
    if bytes[at] | 0x20 == UInt8(ascii: "z") { return at + 1 == bytes.count ? 0 : nil }
    guard bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-"), at + 6 == bytes.count,
      let hours = digits(bytes, at + 1, 2), bytes[at + 3] == UInt8(ascii: ":"), let minutes = digits(bytes, at + 4, 2),
      hours < 24, minutes < 60
    else { return nil }
    return (bytes[at] == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}
