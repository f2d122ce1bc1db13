/// The lines of a log through all its segments.
struct LogLines: Sendable {
  let segments: [LogSegments.Segment]

  init(_ paths: LogPaths) throws(AuditError) {
    segments = try LogSegments(paths).segments
  }

  /// Gives the frame and the hash of every entry after `sequence`, in order. Segments that hold none are not read.
  ///
  /// - Throws: ``AuditError`` `audit_log_damaged` if an entry is missing; what `body` throws.
  func forEachHash(
    after sequence: UInt64, _ body: (LineFrame, AuditHash) throws(AuditError) -> Void
  ) throws(AuditError) {
    var next = sequence &+ 1
    for segment in relevant(from: next) {
      let file = try ReadableFile(segment.path)
      unsafe try LineReader(file: file).forEachLine { line, kind throws(AuditError) in
        guard kind == .whole, let frame = unsafe LineFrame(of: line), frame.sequence >= next else { return true }
        guard frame.sequence == next else { throw .entryMissing(next, file.path) }
        next &+= 1
        try body(frame, unsafe AuditHash(of: line))
        return true
      }
    }
  }

  /// The segments that may hold entries from `sequence` on.
  func relevant(from sequence: UInt64) -> ArraySlice<LogSegments.Segment> {
    let first = segments.lastIndex { segment in segment.firstSequence.map { $0 <= sequence } ?? false }
    return segments[(first ?? segments.startIndex)...]
  }
}

extension AuditError {
  static func entryMissing(_ sequence: UInt64, _ path: String) -> Self {
    Self(.damaged, "Entry \(sequence) is missing before what \(path) holds.", remediation: "Run agw audit verify.")
  }
}
