/// Finds the key that somebody who mistyped probably meant.
enum NearestKey {
  /// The nearest of `known`, if it is no further away than a third of the length of `key`, or two changes.
  static func of(_ key: String, among known: [String]) -> String? {
    let typed = folded(key)
    guard typed.count <= lengthMax else { return nil }
    let nearest = known.map { (key: $0, distance: distance(typed, folded($0))) }.min {
      $0.distance < $1.distance
    }
    guard let nearest, nearest.distance <= max(2, typed.count / 3) else { return nil }
    return nearest.key
  }

  /// Longer keys are no typing mistakes, and the comparison is quadratic.
  private static let lengthMax = 64

  /// Case and separators are what people confuse first.
  private static func folded(_ key: String) -> [UInt8] {
    key.utf8.compactMap { byte in
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "): nil
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      default: byte
      }
    }
  }

  /// Levenshtein's distance: insertions, removals and replacements of one byte.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (leftIndex, leftByte) in left.enumerated() {
      var diagonal = leftIndex
      row[0] = leftIndex + 1
      for (rightIndex, rightByte) in right.enumerated() {
        let replaced = diagonal + (leftByte == rightByte ? 0 : 1)
        diagonal = row[rightIndex + 1]
        row[rightIndex + 1] = min(replaced, diagonal + 1, row[rightIndex] + 1)
      }
    }
    return row[right.count]
  }
}
