import Audit
import GRDB

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The search index of an audit log: where the entries are that have a value. Never the truth: what it finds is read
/// from the log and compared, and it is made anew from the log when it does not fit it any more.
///
/// Several processes may use it. Blocks on the disk.
public final class AuditIndex: Sendable {
  /// Entries that one transaction adds, unless told otherwise.
  public static let batchEntries = 20_000
  /// Memory for pages, unless told otherwise. 64 MiB.
  public static let cacheBytes = 64 << 20
  private static let busyTimeoutSeconds = 60.0

  let path: String
  let log: String
  let queue: DatabaseQueue

  /// Opens the index of a log, or makes it: mode 0600, since it holds names and words of the log.
  ///
  /// - Parameters:
  ///   - log: The active segment, as the configuration names it.
  ///   - cacheBytes: Memory for pages.
  public init(_ log: String, cacheBytes: Int = cacheBytes) throws(IndexError) {
    self.log = log
    path = LogPaths(log).index
    do {
      // SAFETY: the path is a C string that lives as long as the call. What SQLite adds has the mode of this file.
      let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      if file >= 0 { close(file) }
      queue = try Self.opened(path, cacheBytes)
    } catch { throw IndexError("opened", path, error) }
  }

  private static func opened(_ path: String, _ cacheBytes: Int) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "precinct.audit.index"
    configuration.busyMode = .timeout(busyTimeoutSeconds)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      // What a power failure takes is made again from the log.
      try database.execute(sql: "PRAGMA synchronous = OFF")
      try database.execute(sql: "PRAGMA cache_size = -\(cacheBytes >> 10)")
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { database in
      guard try Int.fetchOne(database, sql: "PRAGMA user_version") != IndexSchema.version else { return }
      try clear(database)
    }
    return queue
  }

  /// Removes everything, whatever form it has.
  private static func clear(_ database: Database) throws {
    let tables = try String.fetchAll(
      database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('name', 'entry', 'place', 'words')")
    for table in tables { try database.execute(sql: "DROP TABLE \(table)") }
    try database.execute(sql: IndexSchema.sql)
    try database.execute(sql: "PRAGMA user_version = \(IndexSchema.version)")
  }

  /// Adds what the log holds beyond the index; makes the index anew if the log is not the one that was indexed.
  ///
  /// - Parameters:
  ///   - last: The last entry that may be added: beside the log's writer, the last that is durable.
  ///   - batch: Entries that one transaction adds; others wait for its end.
  ///   - progress: Told the last sequence that was added, now and then; whether to go on.
  /// - Returns: The last sequence that the index holds.
  @discardableResult
  public func update(
    through last: UInt64 = .max, batch: Int = batchEntries, progress: (UInt64) -> Bool = { _ in true }
  ) throws(IndexError) -> UInt64 {
    do {
      do { return try catchUp(last, batch, progress) } catch let error as AuditError where error.code == .damaged {
        try queue.write { try Self.clear($0) }
        return try catchUp(last, batch, progress)
      }
    } catch { throw IndexError("brought up to date", path, error) }
  }

  private func catchUp(_ end: UInt64, _ batch: Int, _ progress: (UInt64) -> Bool) throws -> UInt64 {
    var names: [String: Int64] = [:]
    while true {
      let (last, isDone) = try queue.write { database in
        var place = try place(database)
        var follower = LogFollower(log, from: place.next)
        var writer = try IndexWriter(database, names: names)
        var added = 0
        while added < batch, case let entries = try follower.next(through: end), let last = entries.last {
          for entry in entries { try writer.add(entry, &place) }
          place.last = IndexedEntry.number(last.line)
          added += entries.count
        }
        place.next = follower.position
        if added > 0 { try place.write(database) }
        names = writer.names
        return (place.next.sequence - 1, added < batch)
      }
      if isDone || !progress(last) { return last }
    }
  }

  /// Where to go on: after the last entry that is indexed, if that is still in the log.
  private func place(_ database: Database) throws -> IndexPlace {
    if let place = try IndexPlace.read(database) {
      if try isFitting(place, database) { return place }
      try Self.clear(database)
    }
    return IndexPlace(next: try LogFollower.oldest(log))
  }

  private func isFitting(_ place: IndexPlace, _ database: Database) throws -> Bool {
    let row = try Row.fetchOne(
      database, sql: "SELECT sequence, segment, offset, length FROM entry ORDER BY sequence DESC LIMIT 1")
    guard let found = row.map(FoundEntry.init) else { return false }
    guard let line = try? EntryReader(log).line(at: found.position, bytes: found.bytes) else { return false }
    return IndexedEntry.number(line) == place.last
  }
}
