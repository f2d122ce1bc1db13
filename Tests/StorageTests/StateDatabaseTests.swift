import Basics
import TestKit
import Testing

@testable import Storage

@Suite("State database") struct StateDatabaseTests {
  private let scratch: TemporaryDirectory
  private let directory: StateDirectory
  private let migrations = [
    Migration(
      name: "things-1", sql: "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, data BLOB) STRICT")
  ]

  init() throws {
    scratch = try TemporaryDirectory()
    directory = try StateDirectory(scratch.path)
  }

  private func open() throws -> StateDatabase {
    let database = try StateDatabase(in: directory)
    try database.migrate(migrations)
    return database
  }

  private func names(_ database: StateDatabase) throws -> [String] {
    try database.read { transaction throws(StorageError) in
      var names: [String] = []
      for row in try transaction.rows("SELECT name FROM things ORDER BY id") {
        names.append(try row.text("name"))
      }
      return names
    }
  }

  @Test func whatWasWrittenIsThereAfterReopening() throws {
    let first = try open()
    let changed = try first.write { transaction throws(StorageError) in
      try transaction.execute(
        "INSERT INTO things (name, data) VALUES (?, ?)", [.text("é\"'"), .blob([0, 255])])
    }
    #expect(changed == 1)
    try first.close()
    let second = try open()
    #expect(try names(second) == ["é\"'"])
  }

  @Test func filesAreForTheirOwnerOnly() throws {
    let database = try open()
    for suffix in ["", "-wal", "-shm"] {
      #expect(try FileBytes.permissions(database.path + suffix) == 0o600, "\(suffix)")
    }
  }

  @Test func commitsAreFullySynchronised() throws {
    let database = try open()
    let (mode, level) = try database.read { transaction throws(StorageError) in
      (
        try transaction.rows("PRAGMA journal_mode").first?.text("journal_mode"),
        try transaction.rows("PRAGMA synchronous").first?.integer("synchronous")
      )
    }
    #expect(mode == "wal")
    #expect(level == 2)
  }

  @Test func aTransactionThatThrowsChangesNothing() throws {
    let database = try open()
    #expect(throws: StorageError(.full, "")) {
      try database.write { transaction throws(StorageError) in
        try transaction.execute("INSERT INTO things (name) VALUES ('a')")
        throw StorageError(.full, "made up")
      }
    }
    #expect(try names(database).isEmpty)
  }

  @Test func changesOfOthersAreNoticedAndOnesOwnAreNot() throws {
    let mine = try open()
    let other = try open()
    let before = try mine.changeMarker()
    try mine.write { transaction throws(StorageError) in
      try transaction.execute("INSERT INTO things (name) VALUES ('mine')")
    }
    #expect(try mine.changeMarker() == before)
    try other.write { transaction throws(StorageError) in
      try transaction.execute("INSERT INTO things (name) VALUES ('other')")
    }
    #expect(try mine.changeMarker() != before)
    #expect(try names(mine) == ["mine", "other"])
  }

  @Test func aFileThatIsNoDatabaseIsSaidToBeDamaged() throws {
    try scratch.write("this is no database, whatever its name says", to: StateDatabase.fileName, mode: 0o600)
    #expect(throws: StorageError(.corrupt, "")) { try StateDatabase(in: directory) }
  }

  @Test func aFullDiskIsSaidToBeFullAndNothingIsHalfWritten() throws {
    let database = try open()
    #expect(throws: StorageError(.full, "")) {
      try database.write { transaction throws(StorageError) in
        _ = try transaction.rows("PRAGMA max_page_count = 1")
        for _ in 0..<100 {
          let blob = SQLValue.blob([UInt8](repeating: 7, count: 10_000))
          try transaction.execute("INSERT INTO things (name, data) VALUES ('x', ?)", [blob])
        }
      }
    }
    #expect(try names(database).isEmpty)
  }

  @Test func mistakesInStatementsAreErrorsWithoutTheValues() throws {
    let database = try open()
    do throws(StorageError) {
      try database.write { transaction throws(StorageError) in
        try transaction.execute("INSERT INTO nothing VALUES (?)", [.text("hunter2")])
      }
      Issue.record("must fail")
    } catch {
      #expect(error.code == .failed)
      #expect(!error.message.contains("hunter2"))
    }
  }

  @Test func columnsOfAnotherKindAreErrors() throws {
    let database = try open()
    #expect(throws: StorageError(.unexpectedRow, "")) {
      try database.read { transaction throws(StorageError) in
        try transaction.rows("SELECT 1 AS one").first?.text("one")
      }
    }
    let row = try database.read { transaction throws(StorageError) in
      try transaction.rows("SELECT NULL AS empty, 1.5 AS fraction")[0]
    }
    #expect(try row.optionalText("empty") == nil)
    #expect(try row.optionalBlob("empty") == nil)
    #expect(throws: StorageError(.unexpectedRow, "")) { try row.integer("fraction") }
    #expect(throws: StorageError(.unexpectedRow, "")) { try row.text("absent") }
  }
}
