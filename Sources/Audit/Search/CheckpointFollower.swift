/// Reads the signed checkpoints of a log from a place on, while they are written.
///
/// Blocks on the disk; confined to the thread that uses it. What it gives was written, not verified.
public struct CheckpointFollower {
  public struct Entry: Sendable, Equatable {
    public let checkpoint: Checkpoint
    /// The signed note, as it stands in the file.
    public let note: String
    /// Bytes of the file up to its end.
    public let end: Int
  }

  /// Bytes that are read at once. 256 KiB.
  private static let blockBytes = 256 << 10

  private let path: String
  /// Bytes of the file before the next checkpoint.
  public private(set) var offset: Int

  /// - Parameter path: The active segment of the log, as the configuration names it.
  public init(_ path: String, from offset: Int = 0) {
    self.path = LogPaths(path).checkpoints
    self.offset = offset
  }

  /// The next checkpoints; empty at the end of the file, and if there is none.
  ///
  /// - Throws: ``AuditError`` `audit_file_failed`, or `audit_log_damaged` if no checkpoint stands at the place.
  public mutating func next() throws(AuditError) -> [Entry] {
    guard CheckpointFile.exists(path) else { return [] }
    let file = try ReadableFile(path)
    guard file.length >= offset else { throw .checkpointsStrayed(path, offset) }
    let bytes = try file.read(offset..<min(file.length, offset + Self.blockBytes))
    guard let end = bytes.lastIndex(of: 0x0a) else { return [] }
    var notes = SignedNote.read(String(decoding: bytes[...end], as: UTF8.self))
    // What a block or the file ends in may be a part of a note.
    if notes.last == .some(nil) { notes.removeLast() }
    if offset + Self.blockBytes < file.length, notes.count > 1 { notes.removeLast() }
    var found: [Entry] = []
    for note in notes {
      guard let note, let checkpoint = Checkpoint(text: note.text) else { throw .checkpointsStrayed(path, offset) }
      offset += note.encoded.utf8.count
      found.append(Entry(checkpoint: checkpoint, note: note.encoded, end: offset))
    }
    return found
  }
}

extension AuditError {
  static func checkpointsStrayed(_ path: String, _ offset: Int) -> Self {
    Self(.damaged, "\(path) holds no checkpoint at byte \(offset).", remediation: "Run agw audit verify.")
  }
}
