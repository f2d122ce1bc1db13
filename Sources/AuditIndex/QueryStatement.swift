import Audit
import Basics
import GRDB

/// A query as SQL: driven by the condition that fewest entries meet, and checked for the others row by row.
///
/// Every way to drive it gives entries in the order of their sequence without sorting, so whoever wants only the latest
/// reads no more than it takes to find them.
struct QueryStatement {
  /// A column and the value it must have.
  private struct Condition {
    let column: String
    let value: Int64
    /// Entries that meet it, as far as they were counted.
    let count: Int
  }

  /// As far as entries are counted to compare conditions.
  private static let countMax = 20_000
  /// A condition that fewer meet drives the query also where there are words: then each is looked up among the words.
  private static let fewMax = 2_000

  private(set) var sql = ""
  private(set) var arguments = StatementArguments()

  /// Nil if nothing can match, because a value was never seen.
  init?(_ query: AuditQuery, _ database: Database) throws {
    guard let conditions = try Self.conditions(query.filter, database) else { return nil }
    guard let bounds = try Self.bounds(query.filter, database) else { return nil }
    let narrowest = conditions.min { $0.count < $1.count }
    let isDrivenByWords = !query.words.isEmpty && (narrowest?.count ?? .max) > Self.fewMax
    sql = "SELECT e.sequence, e.segment, e.offset, e.length FROM "
    sql += isDrivenByWords ? "words AS w CROSS JOIN entry AS e ON e.sequence = w.rowid" : "entry AS e"
    var terms: [String] = []
    if !query.words.isEmpty {
      let match = query.words.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: " ")
      terms.append(
        isDrivenByWords
          ? "words MATCH ?" : "EXISTS (SELECT 1 FROM words WHERE words MATCH ? AND rowid = e.sequence)")
      arguments += [match]
    }
    for condition in conditions {
      // A plus sign keeps SQLite from using the index of a column.
      let isDriving = !isDrivenByWords && condition.column == narrowest?.column
      terms.append("\(isDriving ? "" : "+")e.\(condition.column) = ?")
      arguments += [condition.value]
    }
    for (term, value) in bounds {
      terms.append(isDrivenByWords ? term.replacing("e.sequence", with: "w.rowid") : term)
      arguments += [value]
    }
    if !terms.isEmpty { sql += " WHERE " + terms.joined(separator: " AND ") }
    sql += " ORDER BY \(isDrivenByWords ? "w.rowid" : "e.sequence")\(query.last == nil ? "" : " DESC")"
  }

  private static func conditions(_ filter: AuditFilter, _ database: Database) throws -> [Condition]? {
    let named = [
      ("caller", filter.caller), ("tool", filter.tool), ("code", filter.code), ("decision", filter.decision?.rawValue),
      ("event", filter.event?.rawValue),
    ]
    let hashed = [("session", filter.session), ("trace", filter.trace), ("call", filter.decisionID)]
    var values: [(String, Int64)] = []
    for case (let column, let text?) in named {
      let number = try Int64.fetchOne(database, sql: "SELECT id FROM name WHERE text = ?", arguments: [text])
      guard let number else { return nil }
      values.append((column, number))
    }
    for case (let column, let text?) in hashed { values.append((column, IndexedEntry.number(text))) }
    return try values.map { column, value in
      let count = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM (SELECT 1 FROM entry WHERE \(column) = ? LIMIT \(countMax))",
        arguments: [value])
      return Condition(column: column, value: value, count: count ?? 0)
    }
  }

  /// A range of time is a range of sequences; the entries at its ends are looked at one by one.
  private static func bounds(_ filter: AuditFilter, _ database: Database) throws -> [(String, Int64)]? {
    var bounds: [(String, Int64)] = []
    if let sequence = filter.sequence { bounds.append(("e.sequence = ?", Int64(clamping: sequence))) }
    func first(from peak: Int64) throws -> Int64? {
      try Int64.fetchOne(
        database, sql: "SELECT sequence FROM entry WHERE peak >= ? ORDER BY peak, sequence LIMIT 1", arguments: [peak])
    }
    if let since = filter.since {
      guard let first = try first(from: since.nanoseconds) else { return nil }
      bounds += [("e.sequence >= ?", first), ("e.time >= ?", since.nanoseconds)]
    }
    if let until = filter.until {
      let back = try IndexPlace.read(database)?.back ?? 0
      if let end = try first(from: until.nanoseconds.addingSaturating(back)) { bounds.append(("e.sequence < ?", end)) }
      bounds.append(("e.time < ?", until.nanoseconds))
    }
    return bounds
  }
}
