/// The decimal digits of a value, separators left out.
struct Digits {
  let values: [Int]

  init(_ bytes: ArraySlice<UInt8>) {
    values = bytes.compactMap { $0 >= 0x30 && $0 <= 0x39 ? Int($0 &- 0x30) : nil }
  }
}

extension [Int] {
  /// Sum of each digit times the weight at its place; digits beyond the weights do not count.
  func weighted(_ weights: [Int]) -> Int {
    zip(self, weights).reduce(0) { $0 &+ $1.0 &* $1.1 }
  }

  /// The digits in `range` as one number; 0 where the range is not inside.
  func number(_ range: Range<Int>) -> Int {
    guard range.lowerBound >= 0, range.upperBound <= count else { return 0 }
    return self[range].reduce(0) { $0 &* 10 &+ $1 }
  }

  var areAllSame: Bool { allSatisfy { $0 == first } }
}
