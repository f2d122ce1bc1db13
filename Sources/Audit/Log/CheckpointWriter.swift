import Basics

/// Grows the tree with the log and signs checkpoints of it. Confined to the writer's thread.
///
/// The log does not wait for it: what cannot be written now is due again after the interval.
final class CheckpointWriter {
  private let paths: LogPaths
  private let signing: AuditSigning
  private let tiles: TileWriter
  private let file: LogFile
  private var anchor: LogFile?
  private var schedule: CoverSchedule
  /// Entries that the last checkpoint covers.
  private var covered: UInt64

  init(_ paths: LogPaths, _ signing: AuditSigning, end: Chain) throws(AuditError) {
    self.paths = paths
    self.signing = signing
    let last = try CheckpointFile.last(paths.checkpoints)
    // The key is made, or found unfit, before the first entry is taken.
    _ = try SigningKeys.opened(paths, origin: signing.origin)
    tiles = try TreeOpening.open(paths, end: end, checkpoint: last?.entry.checkpoint)
    file = try LogFile(paths.checkpoints, creating: true, calls: .system)
    if file.length > last?.end ?? 0 { try file.truncate(to: last?.end ?? 0) }
    covered = last?.entry.checkpoint.size ?? 0
    schedule = CoverSchedule(count: signing.entriesMax, interval: signing.interval)
    if covered < end.sequence { schedule.committed(now: MonotonicTime.now()) }
    if let path = signing.anchorPath { anchor = try LogFile(path, creating: true, calls: .system) }
  }

  /// Adds the lines of a commit.
  func committed(_ hashes: [AuditHash], now: UInt64) {
    for hash in hashes { tiles.append(hash) }
    try? tiles.flushIfMuch()
    schedule.committed(hashes.count, now: now)
  }

  func isDue(now: UInt64) -> Bool { schedule.isDue(now: now) }
  func timeLeft(now: UInt64) -> Duration? { schedule.timeLeft(now: now) }

  /// Signs what the log holds, unless a checkpoint covers it.
  func write() {
    guard tiles.frontier.size > covered else { return schedule.written() }
    do throws(AuditError) {
      try tiles.synchronize()
      let keys = try SigningKeys.opened(paths, origin: signing.origin)
      let text = Checkpoint(origin: keys.origin, size: tiles.frontier.size, root: tiles.frontier.root).text
      var signatures: [SignedNote.Signature] = []
      for signer in keys.signers { signatures.append(try signer.signature(of: text)) }
      let note = Array(SignedNote(text: text, signatures: signatures).encoded.utf8)
      try Self.append(note, to: file)
      if let anchor { try Self.append(note, to: anchor) }
      covered = tiles.frontier.size
      schedule.written()
    } catch { schedule.postpone(now: MonotonicTime.now()) }
  }

  private static func append(_ note: [UInt8], to file: LogFile) throws(AuditError) {
    let length = file.length
    do throws(AuditError) {
      try file.append(note)
      try file.synchronize()
    } catch {
      try? file.truncate(to: length)
      throw error
    }
  }
}
