#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Finds a segment by its first sequence, whether it is closed or the active one.
struct SegmentFinder: Sendable {
  private let paths: LogPaths

  init(_ paths: LogPaths) { self.paths = paths }

  /// Nil if there is no such segment.
  func open(_ segment: UInt64) throws(AuditError) -> ReadableFile? {
    let closed = paths.closed(beginningWith: segment)
    if exists(closed) { return try ReadableFile(closed) }
    if let (file, first) = try active(), first == segment { return file }
    // It may have been closed between the two looks.
    return exists(closed) ? try ReadableFile(closed) : nil
  }

  private func exists(_ closed: String) -> Bool {
    // SAFETY: the paths are C strings that live as long as the calls.
    unsafe access(closed, F_OK) == 0 || access(closed + SegmentCompression.suffix, F_OK) == 0
  }

  /// The first sequence of the active segment; nil if it has no entry.
  func activeFirst() throws(AuditError) -> UInt64? { try active()?.first }

  private func active() throws(AuditError) -> (file: ReadableFile, first: UInt64)? {
    guard unsafe access(paths.active, F_OK) == 0 else { return nil }
    let file = try ReadableFile(paths.active)
    let front = try file.read(0..<min(file.length, LineFrame.opening.count + 21))
    guard front.contains(0x2c) else { return nil }
    let digits = front.dropFirst(LineFrame.opening.count).prefix { $0 != 0x2c }
    return UInt64(String(decoding: digits, as: UTF8.self)).map { (file, $0) }
  }
}
