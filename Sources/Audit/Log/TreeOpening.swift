/// Brings the tree to the end of the log when the log is opened.
///
/// Tiles are written behind the log and not synchronized with every commit, so after a crash they count only as far as
/// the last checkpoint goes, and only if its root follows from them. The rest is read from the lines.
enum TreeOpening {
  /// - Parameter end: The end of the log's chain.
  /// - Throws: ``AuditError`` `audit_log_truncated` if a checkpoint covers more than the log holds, `audit_log_damaged`
  ///   if its root does not follow from the log.
  static func open(_ paths: LogPaths, end: Chain, checkpoint: Checkpoint?) throws(AuditError) -> TileWriter {
    if let checkpoint, checkpoint.size > end.sequence { throw .checkpointAhead(paths, checkpoint, end.sequence) }
    let trusted = try trusted(paths, checkpoint)
    let tiles = try TileWriter(paths, after: trusted?.frontier ?? TreeFrontier())
    var lastLeaf = trusted?.lastLeaf
    /// The entry before the first that is read is the last that the checkpoint covers.
    func follow(_ previous: AuditHash) throws(AuditError) {
      defer { lastLeaf = nil }
      if let checkpoint, let lastLeaf, .leaf(previous) != lastLeaf { throw .checkpointForked(paths, checkpoint) }
    }
    guard tiles.frontier.size < end.sequence else {
      try follow(end.hash)
      return tiles
    }
    try LogLines(paths).forEachHash(after: tiles.frontier.size) { frame, hash throws(AuditError) in
      try follow(frame.previous)
      tiles.append(hash)
      try tiles.flushIfMuch()
      if let checkpoint, tiles.frontier.size == checkpoint.size, tiles.frontier.root != checkpoint.root {
        throw .checkpointForked(paths, checkpoint)
      }
    }
    guard tiles.frontier.size == end.sequence else { throw .damagedTail(paths.active) }
    try tiles.flush()
    return tiles
  }

  /// The tree at the last checkpoint; nil if the tiles do not hold it.
  private static func trusted(
    _ paths: LogPaths, _ checkpoint: Checkpoint?
  ) throws(AuditError) -> CoveredTree? {
    try checkpoint.flatMap { checkpoint throws(AuditError) in try CoveredTree(paths, checkpoint) }
  }
}

extension AuditError {
  static func checkpointAhead(_ paths: LogPaths, _ checkpoint: Checkpoint, _ last: UInt64) -> Self {
    Self(
      .truncated,
      "The log ends with entry \(last), but \(paths.checkpoints) has a checkpoint of \(checkpoint.size) entries.",
      remediation: "Restore the log, or keep what is there as evidence and move it away, its checkpoints included.")
  }

  static func checkpointForked(_ paths: LogPaths, _ checkpoint: Checkpoint) -> Self {
    Self(
      .damaged, "The first \(checkpoint.size) entries of the log are not those of its checkpoint.",
      remediation: "Run agw audit verify; keep the files as evidence, and move them away to begin a new log.")
  }
}
