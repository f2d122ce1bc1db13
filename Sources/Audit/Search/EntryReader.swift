/// Reads single entries by their place. Blocks on the disk; confined to the thread that uses it.
public final class EntryReader {
  private let finder: SegmentFinder
  private var file: (segment: UInt64, file: ReadableFile)?

  /// - Parameter path: The active segment, as the configuration names it.
  public init(_ path: String) {
    finder = SegmentFinder(LogPaths(path))
  }

  /// The line of an entry without its line end; nil if another stands at the place, or none.
  ///
  /// - Parameter bytes: The length of the line.
  /// - Throws: ``AuditError`` `audit_file_failed`, or `audit_log_damaged` if the segment is not there.
  public func line(at position: LogPosition, bytes: Int) throws(AuditError) -> [UInt8]? {
    guard position.offset >= 0, (0...AuditLimits.lineBytesMax).contains(bytes) else { return nil }
    let file = try open(position.segment)
    let line = try file.read(position.offset..<(position.offset + bytes))
    return LineFrame(of: line)?.sequence == position.sequence ? line : nil
  }

  private func open(_ segment: UInt64) throws(AuditError) -> ReadableFile {
    if let file, file.segment == segment { return file.file }
    guard let found = try finder.open(segment) else { throw .segmentGone(segment) }
    file = (segment, found)
    return found
  }
}
