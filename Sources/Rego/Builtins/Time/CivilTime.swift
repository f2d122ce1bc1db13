/// A time as a calendar and a clock in a zone show it (proleptic Gregorian).
struct CivilTime {
  static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  let nanoseconds: Int64
  var year: Int
  var month: Int
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int
  var fraction: Int
  /// Seconds east of UTC, and the zone's abbreviation.
  var offset: Int
  var abbreviation: String

  init(nanoseconds: Int64, zone: TimeZoneTable) {
    self.nanoseconds = nanoseconds
    let billion: Int64 = 1_000_000_000
    var seconds = nanoseconds / billion
    var rest = nanoseconds % billion
    if rest < 0 {
      rest += billion
      seconds -= 1
    }
    let rule = zone.rule(at: seconds)
    offset = rule.offset
    abbreviation = rule.abbreviation
    seconds += Int64(rule.offset)
    fraction = Int(rest)
    let days = Int((Double(seconds) / 86_400).rounded(.down))
    let clock = Int(seconds) - days * 86_400
    hour = clock / 3600
    minute = clock / 60 % 60
    second = clock % 60
    (year, month, day) = CivilTime.civil(days)
  }

  /// Days since 1970-01-01 (after Howard Hinnant's `days_from_civil`).
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func civil(_ days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let index = (5 * dayOfYear + 2) / 153
    let month = index < 10 ? index + 3 : index - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * index + 2) / 5 + 1)
  }

  var weekday: Int {
    let days = CivilTime.days(year, month, day)
    return ((days + 4) % 7 + 7) % 7
  }

  var dayOfYear: Int { CivilTime.days(year, month, day) - CivilTime.days(year, 1, 1) + 1 }

  /// Nanoseconds since 1970 of a time of day on a date `offset` seconds east of UTC, or nil if 64 bits do not hold them.
  static func nanoseconds(days: Int, seconds: Int, fraction: Int, offset: Int) -> Int64? {
    let total = Int128(days) * 86_400 + Int128(seconds - offset)
    return Int64(exactly: total * 1_000_000_000 + Int128(fraction))
  }

  /// As Go's `AddDate`: months and days beyond their ends flow over.
  func adding(years: Int, months: Int, days: Int, in zone: TimeZoneTable) -> Int64? {
    let total = month - 1 + months
    let carry = Int((Double(total) / 12).rounded(.down))
    let first = CivilTime.days(year + years + carry, total - carry * 12 + 1, 1)
    let date = first + day - 1 + days
    let clock = hour * 3600 + minute * 60 + second
    // The offset that holds there: that of the local time taken as UTC, corrected once.
    let local = Int64(date) * 86_400 + Int64(clock)
    let guess = zone.rule(at: local).offset
    let offset = guess == 0 ? 0 : zone.rule(at: local - Int64(guess)).offset
    return CivilTime.nanoseconds(days: date, seconds: clock, fraction: fraction, offset: offset)
  }

  /// Years, months, days, hours, minutes and seconds between two times, in either order.
  static func difference(_ first: CivilTime, _ second: CivilTime) -> [Int] {
    let (early, late) = first.nanoseconds <= second.nanoseconds ? (first, second) : (second, first)
    var years = late.year - early.year
    var months = late.month - early.month
    var days = late.day - early.day
    var hours = late.hour - early.hour
    var minutes = late.minute - early.minute
    var seconds = late.second - early.second
    if seconds < 0 { (seconds, minutes) = (seconds + 60, minutes - 1) }
    if minutes < 0 { (minutes, hours) = (minutes + 60, hours - 1) }
    if hours < 0 { (hours, days) = (hours + 24, days - 1) }
    if days < 0 {
      let length = CivilTime.days(early.month == 12 ? early.year + 1 : early.year, early.month % 12 + 1, 1)
        - CivilTime.days(early.year, early.month, 1)
      (days, months) = (days + length, months - 1)
    }
    if months < 0 { (months, years) = (months + 12, years - 1) }
    return [years, months, days, hours, minutes, seconds]
  }
}
