import Audit
import Basics
import GRDB

/// A query as SQL.
struct QueryStatement {
  private(set) var sql = "SELECT sequence, segment, offset, length FROM entry"
  private(set) var arguments = StatementArguments()
  private var conditions: [String] = []

  /// Nil if nothing can match, because a value was never seen.
  init?(_ query: AuditQuery, _ database: Database) throws {
    let filter = query.filter
    var named: [(column: String, text: String)] = []
    if let caller = filter.caller { named.append(("caller", caller)) }
    if let tool = filter.tool { named.append(("tool", tool)) }
    if let code = filter.code { named.append(("code", code)) }
    let hashed = [("session", filter.session), ("trace", filter.trace), ("call", filter.decisionID)]
    let isSelective = !named.isEmpty || !query.words.isEmpty || hashed.contains { $0.1 != nil }
    // A plus sign keeps SQLite from using the index of what most entries have, where there is a better one.
    if let decision = filter.decision { named.append((isSelective ? "+decision" : "decision", decision.rawValue)) }
    if let event = filter.event { named.append((isSelective || filter.decision != nil ? "+event" : "event", event.rawValue)) }
    for (column, text) in named {
      let number = try Int64.fetchOne(database, sql: "SELECT id FROM name WHERE text = ?", arguments: [text])
      guard let number else { return nil }
      add("\(column) = ?", number)
    }
    for case (let column, let text?) in hashed { add("\(column) = ?", IndexedEntry.number(text)) }
    if let sequence = filter.sequence { add("sequence = ?", Int64(clamping: sequence)) }
    if !query.words.isEmpty {
      let words = query.words.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: " ")
      add("sequence IN (SELECT rowid FROM words WHERE words MATCH ?)", words)
    }
    guard try addTimes(filter, database) else { return nil }
    if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
    sql += query.last == nil ? " ORDER BY sequence" : " ORDER BY sequence DESC"
  }

  /// A range of time is a range of sequences; the entries at its ends are looked at one by one.
  private mutating func addTimes(_ filter: AuditFilter, _ database: Database) throws -> Bool {
    if let since = filter.since {
      let first = try Int64.fetchOne(
        database, sql: "SELECT sequence FROM entry WHERE peak >= ? ORDER BY peak, sequence LIMIT 1",
        arguments: [since.nanoseconds])
      guard let first else { return false }
      add("sequence >= ?", first)
      add("time >= ?", since.nanoseconds)
    }
    if let until = filter.until {
      let back = try IndexPlace.read(database)?.back ?? 0
      let end = try Int64.fetchOne(
        database, sql: "SELECT sequence FROM entry WHERE peak >= ? ORDER BY peak, sequence LIMIT 1",
        arguments: [until.nanoseconds.addingSaturating(back)])
      if let end { add("sequence < ?", end) }
      add("time < ?", until.nanoseconds)
    }
    return true
  }

  private mutating func add(_ condition: String, _ value: some DatabaseValueConvertible) {
    conditions.append(condition)
    arguments += [value]
  }
}
