import Audit
import GRDB

/// Adds entries to an index inside one transaction.
struct IndexWriter {
  private let database: Database
  private let entry: Statement
  private let words: Statement
  private(set) var names: [String: Int64]

  /// - Parameter names: Numbers of texts that are known already.
  init(_ database: Database, names: [String: Int64]) throws {
    self.database = database
    self.names = names
    entry = try database.cachedStatement(
      sql: "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    words = try database.cachedStatement(sql: "INSERT INTO words (rowid, text) VALUES (?, ?)")
  }

  mutating func add(_ found: LogFollower.Entry, _ place: inout IndexPlace) throws {
    guard let indexed = IndexedEntry(found.line) else { return }
    place.back = max(place.back, place.peak == .min ? 0 : place.peak.subtractingSaturating(indexed.time))
    place.peak = max(place.peak, indexed.time)
    let sequence = Int64(clamping: found.sequence)
    try entry.execute(
      arguments: [
        sequence, Int64(clamping: found.position.segment), found.position.offset, found.line.count, indexed.time,
        place.peak, try number(indexed.event), try number(indexed.decision), try number(indexed.caller),
        try number(indexed.tool), try number(indexed.code), indexed.session, indexed.trace, indexed.call,
      ])
    if !indexed.text.isEmpty { try words.execute(arguments: [sequence, indexed.text]) }
  }

  private mutating func number(_ text: String?) throws -> Int64? {
    guard let text else { return nil }
    if let known = names[text] { return known }
    try database.execute(sql: "INSERT OR IGNORE INTO name (text) VALUES (?)", arguments: [text])
    let number = try Int64.fetchOne(database, sql: "SELECT id FROM name WHERE text = ?", arguments: [text])
    if names.count < Self.namesMax { names[text] = number }
    return number
  }

  /// Names that are remembered; callers may be many.
  private static let namesMax = 65_536
}

extension Int64 {
  func subtractingSaturating(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (self < 0 ? .min : .max) : difference
  }

  func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (self < 0 ? .min : .max) : sum
  }
}
