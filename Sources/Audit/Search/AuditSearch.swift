/// Reads entries out of a log by their values.
///
/// Scans the segments themselves: no index to build or to trust. The log may be in use; what is found was
/// written, not verified. Blocks on the disk.
public struct AuditSearch: Sendable {
  public let paths: LogPaths

  /// - Parameter path: The active segment, as the configuration names it.
  public init(_ path: String) {
    paths = LogPaths(path)
  }

  /// Gives every entry that matches, oldest first, as its line without the line end, until `body` returns
  /// false.
  ///
  /// - Throws: ``AuditError`` `audit_file_failed` if a file cannot be read or there is no log.
  /// - Complexity: O(n) in bytes, in memory that does not grow.
  public func forEach(_ filter: AuditFilter, _ body: ([UInt8]) -> Bool) throws(AuditError) {
    let matcher = LineMatcher(filter)
    var goesOn = true
    for file in try open() where goesOn {
      unsafe try LineReader(file: file).forEachLine { line, kind in
        if kind == .whole, unsafe matcher.matches(line) { goesOn = body(unsafe Array(line)) }
        return goesOn
      }
    }
  }

  /// The last `count` entries that match, oldest first. Reads from the end, and no further than it must.
  ///
  /// - Throws: As ``forEach(_:_:)``.
  /// - Complexity: O(n) in the bytes from the first entry found to the end of the log; keeps what it returns.
  public func last(_ count: Int, _ filter: AuditFilter = AuditFilter()) throws(AuditError) -> [[UInt8]] {
    guard count > 0 else { return [] }
    let matcher = LineMatcher(filter)
    var found: [[UInt8]] = []
    for file in try open().reversed() where found.count < count {
      unsafe try ReverseLineReader(file: file).forEachLine { line in
        if unsafe matcher.matches(line) { found.append(unsafe Array(line)) }
        return found.count < count
      }
    }
    return found.reversed()
  }

  private func open() throws(AuditError) -> [ReadableFile] {
    let files = try LogSegments(paths).openAll()
    guard !files.isEmpty else { throw .noLog(paths.active) }
    return files
  }
}
