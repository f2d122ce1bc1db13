/// One row of an answer: values by the name of their column.
public struct SQLRow: Sendable {
  let columns: [String: SQLValue]

  /// The text of a column that must hold one.
  public func text(_ column: String) throws(StorageError) -> String {
    guard case .text(let value)? = columns[column] else { throw unexpected(column, "text") }
    return value
  }

  /// The integer of a column that must hold one.
  public func integer(_ column: String) throws(StorageError) -> Int64 {
    guard case .integer(let value)? = columns[column] else { throw unexpected(column, "an integer") }
    return value
  }

  /// The text of a column that may be null.
  public func optionalText(_ column: String) throws(StorageError) -> String? {
    columns[column] == .null ? nil : try text(column)
  }

  /// The integer of a column that may be null.
  public func optionalInteger(_ column: String) throws(StorageError) -> Int64? {
    columns[column] == .null ? nil : try integer(column)
  }

  /// The bytes of a column that may be null.
  public func optionalBlob(_ column: String) throws(StorageError) -> [UInt8]? {
    switch columns[column] {
    case .null: return nil
    case .blob(let bytes): return bytes
    default: throw unexpected(column, "bytes or null")
    }
  }

  private func unexpected(_ column: String, _ wanted: String) -> StorageError {
    StorageError(
      .unexpectedRow, "Column \(column) does not hold \(wanted). Was the database changed by hand?")
  }
}
