/// Dates of birth as personal numbers hold them.
enum BirthDate {
  /// Whether a month and a day can stand together. The year is not looked at: most numbers leave the century out.
  static func isPossible(month: Int, day: Int) -> Bool {
    guard (1...12).contains(month) else { return false }
    let longest = month == 2 ? 29 : [4, 6, 9, 11].contains(month) ? 30 : 31
    return (1...longest).contains(day)
  }
}
