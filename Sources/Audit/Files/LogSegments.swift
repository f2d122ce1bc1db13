#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The segments of a log, oldest first.
struct LogSegments: Sendable {
  struct Segment: Sendable, Equatable {
    let path: String
    /// The first sequence as the name tells it; nil for the active segment.
    let firstSequence: UInt64?
  }

  let segments: [Segment]

  /// Lists the directory.
  ///
  /// - Throws: ``AuditError`` `audit_file_failed` if it cannot be read.
  init(_ paths: LogPaths) throws(AuditError) {
    var closed: [UInt64: String] = [:]
    for name in try Directory.names(in: paths.directory) {
      guard let sequence = paths.firstSequence(ofFileNamed: name) else { continue }
      // A segment that is being compressed is there twice; the plain one is whole.
      let plain = paths.closed(beginningWith: sequence)
      let path = name.hasSuffix(SegmentCompression.suffix) ? plain + SegmentCompression.suffix : plain
      closed[sequence] = closed[sequence] == nil ? path : plain
    }
    var segments = closed.sorted { $0.key < $1.key }.map { Segment(path: $0.value, firstSequence: $0.key) }
    if unsafe access(paths.active, F_OK) == 0 {
      segments.append(Segment(path: paths.active, firstSequence: nil))
    }
    self.segments = segments
  }

  /// Opens every segment, so that a segment that is closed meanwhile is still the file that was listed.
  func openAll() throws(AuditError) -> [ReadableFile] {
    var files: [ReadableFile] = []
    for segment in segments { files.append(try ReadableFile(segment.path)) }
    return files
  }
}
