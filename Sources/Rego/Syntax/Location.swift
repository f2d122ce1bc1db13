/// A place in a source: which one, and the row and column (both from 1, columns in bytes as OPA counts them).
struct Location: Hashable, Sendable {
  var file: Int32
  var row: Int32
  var column: Int32
  /// Byte offset in the source.
  var offset: Int32

  static let none = Location(file: -1, row: 0, column: 0, offset: 0)
}

/// A fault found while reading or compiling, before the file number is turned into a name.
struct SourceFault: Error, Sendable {
  var code: RegoError.Code
  /// What is wrong, in OPA's words where OPA has the check.
  var message: String
  var location: Location
  /// What the author should change.
  var advice: String
  /// Lines that show the terms or types that do not fit.
  var details: [String]

  init(
    _ code: RegoError.Code, _ message: String, _ location: Location, advice: String = "", details: [String] = []
  ) {
    self.code = code
    self.message = message
    self.location = location
    self.advice = advice
    self.details = details
  }
}
