/// Hits and misses of one source.
struct Tally {
  var found = 0
  var missed = 0
  var falseAlarms = 0
  var quiet = 0

  var positives: Int { found + missed }
  var negatives: Int { falseAlarms + quiet }
  var recall: Double? { positives == 0 ? nil : Double(found) / Double(positives) }
  var precision: Double? { found + falseAlarms == 0 ? nil : Double(found) / Double(found + falseAlarms) }
  var f1: Double? {
    guard let recall, let precision, recall + precision > 0 else { return nil }
    return 2 * recall * precision / (recall + precision)
  }

  mutating func add(isPositive: Bool, isFound: Bool) {
    switch (isPositive, isFound) {
    case (true, true): found += 1
    case (true, false): missed += 1
    case (false, true): falseAlarms += 1
    case (false, false): quiet += 1
    }
  }

  static func += (left: inout Tally, right: Tally) {
    left.found += right.found
    left.missed += right.missed
    left.falseAlarms += right.falseAlarms
    left.quiet += right.quiet
  }

  /// The interval that holds the true share with 95 % confidence. SOURCE: E. B. Wilson, 1927.
  static func interval(_ hits: Int, of all: Int) -> (low: Double, high: Double)? {
    guard all > 0 else { return nil }
    let (n, z) = (Double(all), 1.96)
    let share = Double(hits) / n
    let middle = share + z * z / (2 * n)
    let spread = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return (max(0, (middle - spread) / scale), min(1, (middle + spread) / scale))
  }
}
