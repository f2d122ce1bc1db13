import FoundationEssentials
import GRDB

/// A transaction under way: what it changes is either all durable afterwards, or not there at all.
public struct StateTransaction {
  private let database: Database
  private let path: String

  init(_ database: Database, path: String) {
    self.database = database
    self.path = path
  }

  /// Runs one statement.
  ///
  /// - Returns: The number of rows that it changed.
  @discardableResult
  public func execute(_ sql: String, _ values: [SQLValue] = []) throws(StorageError) -> Int {
    do {
      try database.execute(sql: sql, arguments: Self.arguments(values))
      return database.changesCount
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Asks for rows.
  public func rows(_ sql: String, _ values: [SQLValue] = []) throws(StorageError) -> [SQLRow] {
    do {
      return try Row.fetchAll(database, sql: sql, arguments: Self.arguments(values)).map(Self.row)
    } catch {
      throw StorageError(error, path: path)
    }
  }

  private static func arguments(_ values: [SQLValue]) -> StatementArguments {
    StatementArguments(
      values.map { value -> DatabaseValue in
        switch value {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .blob(let value): Data(value).databaseValue
        }
      })
  }

  private static func row(_ row: Row) -> SQLRow {
    var columns: [String: SQLValue] = [:]
    for (name, value) in row {
      switch value.storage {
      case .null: columns[name] = .null
      case .int64(let value): columns[name] = .integer(value)
      // No column of ours holds fractions; what is there is kept as text, which no reader of integers
      // accepts.
      case .double(let value): columns[name] = .text("\(value)")
      case .string(let value): columns[name] = .text(value)
      case .blob(let value): columns[name] = .blob(Array(value))
      }
    }
    return SQLRow(columns: columns)
  }
}
