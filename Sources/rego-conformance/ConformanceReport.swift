/// Counts verdicts and prints those that are not passes, with their reasons.
struct ConformanceReport {
  let isQuiet: Bool
  private(set) var passed = 0
  private(set) var failed = 0
  private(set) var skipped = 0
  private var categories: [String: (passed: Int, total: Int)] = [:]

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  var total: Int { passed + failed + skipped }

  /// The last line of the output.
  var summary: String { "rego: \(passed) passed, \(failed) failed, \(skipped) skipped" }

  mutating func add(_ verdict: Verdict, of note: String, in category: String) {
    var count = categories[category] ?? (0, 0)
    count.total += 1
    switch verdict {
    case .passed:
      passed += 1
      count.passed += 1
    case .failed(let reason):
      failed += 1
      if !isQuiet { print("FAIL \(category): \(note)\n      \(reason)") }
    case .skipped(let reason):
      skipped += 1
      print("SKIP \(category): \(note): \(reason)")
    }
    categories[category] = count
  }

  /// Prints the categories that are not complete.
  func finish() {
    for (name, count) in categories.sorted(by: { $0.key < $1.key }) where count.passed < count.total {
      print("\(name): \(count.passed)/\(count.total)")
    }
  }
}
