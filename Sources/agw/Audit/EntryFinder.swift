import Audit
import AuditIndex

/// Where commands find entries: through the index, or, where there can be none, in the log itself.
struct EntryFinder {
  private let path: String

  init(_ path: String) { self.path = path }

  /// The lines that match, oldest first.
  ///
  /// - Parameter isKept: Told every line; whether it is to be returned.
  func lines(_ query: AuditQuery, isKept: ([UInt8]) -> Bool = { _ in true }) throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    func take(_ line: [UInt8]) -> Bool {
      if isKept(line) { lines.append(line) }
      return true
    }
    if let index = indexed() {
      try index.forEach(query, take)
    } else if let last = query.last, query.words.isEmpty {
      for line in try AuditSearch(path).last(last, query.filter) { _ = take(line) }
    } else {
      var found: [[UInt8]] = []
      try AuditSearch(path).forEach(query.filter) { line in
        if query.hasWords(line) { found.append(line) }
        return true
      }
      for line in query.last.map({ found.suffix($0) }) ?? found[...] { _ = take(line) }
    }
    return lines
  }

  private func indexed() -> AuditIndex? {
    guard (try? LogFollower.oldest(path)) != nil, let index = try? AuditIndex(path) else { return nil }
    do {
      try index.update { sequence in
        if Terminal.isError { Terminal.note("indexed up to entry \(sequence)") }
        return true
      }
      return index
    } catch { return nil }
  }
}
