import Audit
import GRDB

/// How far an index has come.
struct IndexPlace: Equatable {
  /// Before the first entry that is not in it.
  var next: LogPosition
  /// The latest time of an entry in it, in nanoseconds.
  var peak: Int64 = .min
  /// The most that the clock was ever set back, in nanoseconds.
  var back: Int64 = 0
  /// Eight bytes of the hash of the last entry in it: whether the log is still the one that was indexed.
  var last: Int64 = 0

  init(next: LogPosition) { self.next = next }

  static func read(_ database: Database) throws -> IndexPlace? {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM place") else { return nil }
    let (segment, offset, sequence): (Int64, Int, Int64) = (row["segment"], row["offset"], row["sequence"])
    var place = IndexPlace(
      next: LogPosition(segment: UInt64(clamping: segment), offset: offset, sequence: UInt64(clamping: sequence)))
    place.peak = row["peak"]
    place.back = row["back"]
    place.last = row["last"]
    return place
  }

  func write(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM place")
    try database.execute(
      sql: "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        Int64(clamping: next.segment), next.offset, Int64(clamping: next.sequence), peak, back, last,
      ])
  }
}
