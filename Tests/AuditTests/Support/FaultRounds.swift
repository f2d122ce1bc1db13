import Glibc

/// How thoroughly faults are tried: a few rounds in every test run, all of them with `make faults`.
enum FaultRounds {
  static let areAll = getenv("PRECINCT_FAULTS").map { String(cString: $0) } == "all"

  static func count(_ few: Int, all: Int) -> Int { areAll ? all : few }

  /// Every place of a range, or some spread over it, the first and the last among them.
  static func places(_ range: Range<Int>, some: Int) -> [Int] {
    guard !areAll, range.count > some, let last = range.last else { return Array(range) }
    let step = max(1, range.count / some)
    return Array(stride(from: range.lowerBound, to: last, by: step)) + [last]
  }
}
