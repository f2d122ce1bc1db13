public import Basics

/// A place in a source, as reports name it.
public struct RegoPlace: Sendable, Hashable, CustomStringConvertible {
  public var file: String
  /// From 1.
  public var row: Int
  /// From 1, in bytes.
  public var column: Int

  public init(file: String, row: Int, column: Int) {
    self.file = file
    self.row = row
    self.column = column
  }

  /// `file:row`
  public var description: String { "\(file):\(row)" }

  public var json: JSONValue { ["file": .string(file), "row": .integer(row), "col": .integer(column)] }
}

extension RegoError {
  /// `{"code": …, "message": …, "location": {"file": …, "row": …, "col": …}}`, as OPA writes errors.
  public var json: JSONValue {
    var record: JSONObject = ["code": .string(code.rawValue), "message": .string(message)]
    if row > 0 { record["location"] = RegoPlace(file: file, row: row, column: column).json }
    return .object(record)
  }
}
