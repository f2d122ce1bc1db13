import Audit
import GRDB

extension AuditIndex {
  /// Gives every entry that matches, oldest first, as its line without the line end, until `body` returns false.
  ///
  /// Every line is read from the log and compared with the filter; words are believed.
  public func forEach(_ query: AuditQuery, _ body: ([UInt8]) -> Bool) throws(IndexError) {
    do {
      if let last = query.last { return try latest(last, query).reversed().forEach { _ = body($0) } }
      try scan(query, body)
    } catch { throw IndexError("searched", path, error) }
  }

  private func latest(_ count: Int, _ query: AuditQuery) throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    try scan(query) { line in
      lines.append(line)
      return lines.count < count
    }
    return lines
  }

  private func scan(_ query: AuditQuery, _ body: ([UInt8]) -> Bool) throws {
    try queue.read { database in
      guard let statement = try QueryStatement(query, database) else { return }
      let rows = try Row.fetchCursor(database, sql: statement.sql, arguments: statement.arguments)
      let reader = EntryReader(log)
      while let row = try rows.next() {
        let found = FoundEntry(row)
        guard let line = try reader.line(at: found.position, bytes: found.bytes), query.filter.matches(line) else {
          continue
        }
        if !body(line) { return }
      }
    }
  }
}
