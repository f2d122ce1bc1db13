import CVectorscan

/// All expressions of an engine, compiled into one Vectorscan block database: one pass over a text finds
/// every place where any of them ends, in time linear in the text.
///
/// - Source: Hyperscan developer reference, "Compiling patterns", "Scanning for patterns".
@safe
final class PatternDatabase: @unchecked Sendable {
  // SAFETY: a compiled database is read-only; the library allows any number of scans at once, each with
  // its own scratch.
  let pointer: OpaquePointer

  private init(owning pointer: OpaquePointer) {
    unsafe self.pointer = unsafe pointer
  }

  deinit {
    // SAFETY: made by hs_compile_multi or hs_deserialize_database, freed once.
    unsafe hs_free_database(pointer)
  }

  /// Compiles `patterns`; a match of the one at index `i` is reported as `i`.
  ///
  /// - Throws: ``PatternProblem`` with the index of the culprit, or nil if none is to blame.
  static func compiling(_ patterns: [ScanPattern]) throws(PatternProblem) -> PatternDatabase {
    var storage: [CChar] = []
    var offsets: [Int] = []
    for pattern in patterns {
      offsets.append(storage.count)
      storage.append(contentsOf: pattern.expression.utf8CString)
    }
    let flags = patterns.map { _ in ScanPattern.flags }
    let ids = patterns.indices.map { UInt32(truncatingIfNeeded: $0) }
    var database: OpaquePointer?
    var problem: UnsafeMutablePointer<hs_compile_error_t>?
    // SAFETY: the expressions live until the call returns and each ends in a NUL.
    unsafe storage.withUnsafeBufferPointer { buffer in
      var expressions: [UnsafePointer<CChar>?] = unsafe []
      for offset in offsets {
        unsafe expressions.append(buffer.baseAddress.map { base in unsafe base + offset })
      }
      _ = unsafe hs_compile_multi(
        expressions, flags, ids, UInt32(truncatingIfNeeded: patterns.count), UInt32(HS_MODE_BLOCK), nil,
        &database, &problem)
    }
    if let made = unsafe database { return unsafe PatternDatabase(owning: made) }
    throw unsafe PatternProblem(taking: problem)
  }

  /// The database as bytes that ``restoring(_:)`` takes back on the same kind of processor.
  func serialized() -> [UInt8]? {
    var bytes: UnsafeMutablePointer<CChar>?
    var count = 0
    // SAFETY: on success the library hands over `count` bytes, freed here as its default allocator asks.
    guard unsafe hs_serialize_database(pointer, &bytes, &count) == HS_SUCCESS, let start = unsafe bytes
    else { return nil }
    defer { unsafe free(start) }
    return unsafe UnsafeRawBufferPointer(start: start, count: count).map { $0 }
  }

  /// The database that ``serialized()`` gave these bytes for; nil if they are for another processor or
  /// another version of the library.
  static func restoring(_ bytes: [UInt8]) -> PatternDatabase? {
    var database: OpaquePointer?
    // SAFETY: the bytes live until the call returns; the library checks its version and a checksum.
    let status = unsafe bytes.withUnsafeBytes { raw in
      unsafe hs_deserialize_database(
        raw.bindMemory(to: CChar.self).baseAddress, raw.count, &database)
    }
    guard status == HS_SUCCESS, let made = unsafe database else { return nil }
    return unsafe PatternDatabase(owning: made)
  }

  /// Reports into `list` every match in `bytes[range]`; ends are offsets into `bytes`.
  ///
  /// - Returns: False if the library failed, so that nothing can be said about the text.
  func scan(_ bytes: [UInt8], _ range: Range<Int>, scratch: MatcherScratch, into list: inout CandidateList)
    -> Bool
  {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return false }
    guard let length = UInt32(exactly: range.count), let space = unsafe scratch.space(for: self)
    else { return false }
    if range.isEmpty { return true }
    return unsafe withUnsafeMutablePointer(to: &list) { listPointer in
      var report = unsafe MatchReport(list: listPointer, base: range.lowerBound)
      // SAFETY: the range was checked against the array; report and list outlive the call.
      let status = unsafe bytes.withUnsafeBytes { raw in
        unsafe hs_scan(
          pointer, raw.bindMemory(to: CChar.self).baseAddress.map { unsafe $0 + range.lowerBound }, length, 0,
          space, noteMatch, &report)
      }
      return status == HS_SUCCESS
    }
  }
}

/// What the callback of one scan is given.
@unsafe
private struct MatchReport {
  var list: UnsafeMutablePointer<CandidateList>
  var base: Int
}

private func noteMatch(
  id: UInt32, from: UInt64, to: UInt64, flags: UInt32, context: UnsafeMutableRawPointer?
) -> Int32 {
  // SAFETY: the context is the report of the scan that calls back, on the same thread.
  guard let report = unsafe context?.assumingMemoryBound(to: MatchReport.self) else { return 1 }
  unsafe report.pointee.list.pointee.add(
    pattern: Int(id), end: report.pointee.base + Int(truncatingIfNeeded: to))
  return 0
}
