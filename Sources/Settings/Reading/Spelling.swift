/// Finds the word that was probably meant.
enum Spelling {
  /// The candidate nearest to `word`, if one is near enough to be worth showing.
  ///
  /// - Complexity: O(c · n · m) for c candidates of length m; words over ``lengthMax`` are not compared.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    guard word.utf8.count <= lengthMax else { return nil }
    let ranked = candidates.map { (distance(word, $0), $0) }.min { $0.0 < $1.0 }
    guard let (distance, candidate) = ranked, distance <= max(2, word.utf8.count / 3) else { return nil }
    return candidate
  }

  /// Longest word that is compared, in bytes.
  static let lengthMax = 64

  /// How many insertions, deletions, replacements and swaps of neighbours lead from one word to the other
  /// (optimal string alignment), bytes taken in lower case.
  static func distance(_ left: String, _ right: String) -> Int {
    let a = Array(left.lowercased().utf8)
    let b = Array(right.lowercased().utf8)
    var older: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      for j in b.indices {
        let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
        var best = min(replaced, previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, older[j - 1] + 1) }
        current.append(best)
      }
      older = previous
      previous = current
    }
    return previous[b.count]
  }
}
