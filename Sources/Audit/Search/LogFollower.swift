#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

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
    let closed = paths.closed(beginningWith: position.segment)
    if unsafe access(closed, F_OK) == 0 { return try ReadableFile(closed) }
    guard unsafe access(paths.active, F_OK) == 0 else { return try notMade() }
    let file = try ReadableFile(paths.active)
    let front = try file.read(0..<min(file.length, LineFrame.opening.count + 21))
    guard front.contains(0x2c) else { return nil }
    let digits = front.dropFirst(LineFrame.opening.count).prefix { $0 != 0x2c }
    if UInt64(String(decoding: digits, as: UTF8.self)) == position.segment { return file }
    // It may have been closed between the two looks.
    return unsafe access(closed, F_OK) == 0 ? try ReadableFile(closed) : try notMade()
  }

  private func notMade() throws(AuditError) -> ReadableFile? {
    if position.offset == 0, position.segment == position.sequence, try isAtEnd() { return nil }
    throw AuditError(
      .damaged, "The segment that begins with entry \(position.segment) is not there.",
      remediation: "Bring it back, or begin again without it.")
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
  static func strayed(_ path: String, _ position: LogPosition) -> Self {
    Self(
      .damaged, "\(path) does not hold entry \(position.sequence) at byte \(position.offset).",
      remediation: "Run agw audit verify.")
  }
}
