/// Reads a log from a place on, entry by entry, while it is written: through closed segments into the active one.
///
/// Blocks on the disk; confined to the thread that uses it. What it gives was written, not verified.
public struct LogFollower {
  public struct Entry: Sendable, Equatable {
    public let sequence: UInt64
    /// The entry's own place.
    public let position: LogPosition
    /// Without the line end.
    public let line: [UInt8]
  }

  /// Bytes that are read at once. 1 MiB.
  private static let blockBytes = 1 << 20

  private let paths: LogPaths
  /// Before the next entry.
  public private(set) var position: LogPosition

  /// - Parameter path: The active segment, as the configuration names it.
  public init(_ path: String, from position: LogPosition = .start) {
    paths = LogPaths(path)
    self.position = position
  }

  /// Before the oldest entry that a log still holds.
  ///
  /// - Throws: ``AuditError`` `audit_file_failed` if there is no log.
  public static func oldest(_ path: String) throws(AuditError) -> LogPosition {
    let paths = LogPaths(path)
    guard let first = try LogSegments(paths).segments.first else { throw .noLog(path) }
    var sequence = first.firstSequence
    if sequence == nil { sequence = try SegmentFinder(paths).activeFirst() }
    return LogPosition(segment: sequence ?? 1, offset: 0, sequence: sequence ?? 1)
  }

  /// Behind the last entry that a log holds.
  ///
  /// - Throws: ``AuditError`` `audit_file_failed` if there is no log, `audit_log_damaged` if its end is no entry.
  public static func newest(_ path: String) throws(AuditError) -> LogPosition {
    let paths = LogPaths(path)
    let segments = try LogSegments(paths).segments
    guard let last = segments.last else { throw .noLog(path) }
    let tail = try LogTail(last.path)
    guard let line = tail.line else { return try oldest(path) }
    guard let frame = LineFrame(of: line) else { throw .damagedTail(last.path) }
    let next = frame.sequence &+ 1
    guard last.firstSequence == nil, let first = try SegmentFinder(paths).activeFirst() else {
      return LogPosition(segment: next, offset: 0, sequence: next)
    }
    return LogPosition(segment: first, offset: tail.length, sequence: next)
  }

  /// The next entries, some at a time; empty at the end of the log.
  ///
  /// - Parameter last: The last sequence that may be given: a reader beside the writer stops at what is durable.
  /// - Throws: ``AuditError`` `audit_file_failed`, or `audit_log_damaged` if what stands at the place is not what it
  ///   says, or its segment is gone.
  public mutating func next(through last: UInt64 = .max) throws(AuditError) -> [Entry] {
    while position.sequence <= last {
      guard let file = try open() else { return [] }
      let entries = try read(file, through: last)
      if !entries.isEmpty { return entries }
      // A closed segment is followed by the one that begins with the next entry.
      guard position.offset >= file.length, file.path != paths.active else { return [] }
      position.segment = position.sequence
      position.offset = 0
    }
    return []
  }

  /// The segment of the place; nil if it is still to be made.
  private func open() throws(AuditError) -> ReadableFile? {
    if let file = try SegmentFinder(paths).open(position.segment) { return file }
    if position.offset == 0, position.segment == position.sequence, try isAtEnd() { return nil }
    throw .segmentGone(position.segment)
  }

  /// Whether no segment begins after the place.
  private func isAtEnd() throws(AuditError) -> Bool {
    try LogSegments(paths).segments.allSatisfy { ($0.firstSequence ?? 0) < position.segment }
  }

  private mutating func read(_ file: ReadableFile, through last: UInt64) throws(AuditError) -> [Entry] {
    var room = Self.blockBytes
    var entries: [Entry] = []
    while position.offset < file.length {
      let bytes = try file.read(position.offset..<min(file.length, position.offset + room))
      var start = 0
      while let end = bytes[start...].firstIndex(of: 0x0a) {
        let line = Array(bytes[start..<end])
        if let frame = LineFrame(of: line) {
          guard frame.sequence == position.sequence else { throw .strayed(file.path, position) }
          guard frame.sequence <= last else { return entries }
          entries.append(Entry(sequence: frame.sequence, position: position, line: line))
          position.sequence += 1
        } else if SegmentFooter(of: line) == nil {
          throw .strayed(file.path, position)
        }
        position.offset += end - start + 1
        start = end + 1
      }
      // A line that is longer than the block is read whole, and one that is not whole yet is left.
      guard entries.isEmpty, start == 0, room <= AuditLimits.lineBytesMax, bytes.count == room else { return entries }
      room = AuditLimits.lineBytesMax + 1
    }
    return entries
  }
}

extension AuditError {
  static func segmentGone(_ sequence: UInt64) -> Self {
    Self(
      .damaged, "The segment that begins with entry \(sequence) is not there.",
      remediation: "Bring it back, or begin again without it.")
  }

  static func strayed(_ path: String, _ position: LogPosition) -> Self {
    Self(
      .damaged, "\(path) does not hold entry \(position.sequence) at byte \(position.offset).",
      remediation: "Run agw audit verify.")
  }
}
