import Basics
import GRDB

/// The embedded SQLite database of a gateway.
///
/// Write-ahead log, full synchronisation: a transaction that has returned outlives a power failure. Several
/// processes may have it open; writers wait for each other for up to ``busyTimeoutSeconds``.
///
/// **Every function blocks on the disk.** None may be called on an event loop or in a task; callers bring a
/// thread of their own.
public final class StateDatabase: Sendable {
  /// The path of the database file.
  public let path: String
  private let queue: DatabaseQueue

  static let fileName = "precinct.sqlite"
  /// How long a statement waits for another process.
  static let busyTimeoutSeconds = 5.0

  /// Opens the database of a state directory, and makes it (mode 0600) if there is none.
  public init(in directory: StateDirectory) throws(StorageError) {
    path = directory.file(Self.fileName)
    try Self.createPrivately(path)
    var configuration = Configuration()
    configuration.label = "precinct.state"
    configuration.busyMode = .timeout(Self.busyTimeoutSeconds)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA secure_delete = ON")
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Applies the steps that this database has not seen yet.
  public func migrate(_ migrations: [Migration]) throws(StorageError) {
    var migrator = DatabaseMigrator()
    for migration in migrations {
      migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
    }
    do {
      try migrator.migrate(queue)
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Runs `body` in a transaction that may change things. It is durable when this returns, and undone if
  /// `body` throws.
  @discardableResult
  public func write<Result>(
    _ body: (StateTransaction) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    do {
      return try queue.write { try body(StateTransaction($0, path: path)) }
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Runs `body` in a transaction that only reads.
  public func read<Result>(
    _ body: (StateTransaction) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    do {
      return try queue.read { try body(StateTransaction($0, path: path)) }
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Makes what was deleted unreadable also in the file: the write-ahead log is written back and cut to nothing. Content
  /// that a transaction frees is overwritten by itself.
  public func scrub() throws(StorageError) {
    do {
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Writes a copy of the database as of one moment, while others use it.
  ///
  /// - Parameter target: A file that does not exist yet; it gets mode 0600.
  public func copy(to target: String) throws(StorageError) {
    try Self.createPrivately(target)
    do {
      // An empty file is an empty database, which SQLite fills.
      try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [target]) }
    } catch {
      throw StorageError(error, path: target)
    }
  }

  /// What SQLite's own check finds wrong with the database; empty if nothing is.
  public func problems() throws(StorageError) -> [String] {
    try read { transaction throws(StorageError) in
      var problems: [String] = []
      for row in try transaction.rows("PRAGMA integrity_check") {
        let text = try row.text("integrity_check")
        if text != "ok" { problems.append(text) }
      }
      return problems
    }
  }

  /// A number that changes whenever another connection, of this process or another, has changed the database.
  public func changeMarker() throws(StorageError) -> Int64 {
    try read { transaction throws(StorageError) in
      try transaction.rows("PRAGMA data_version").first?.integer("data_version") ?? 0
    }
  }

  /// Closes the database; nothing can be done with it afterwards.
  public func close() throws(StorageError) {
    do {
      try queue.close()
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// SQLite would make the file readable for others; its log files take the mode of the database.
  private static func createPrivately(_ path: String) throws(StorageError) {
    do throws(FileError) {
      try FileBytes.create(path, with: [], mode: 0o600)
    } catch  where error.isAlreadyThere {
      return
    } catch {
      throw StorageError(.directoryUnwritable, "The gateway \(error). Check owner and mode of its directory.")
    }
  }
}
