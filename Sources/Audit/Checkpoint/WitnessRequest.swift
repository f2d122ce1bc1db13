import Basics

/// What a witness is asked to sign: the log's last checkpoint, with the proof that it goes on from the one that the
/// witness knows. Source: C2SP tlog-witness, add-checkpoint.
public struct WitnessRequest: Sendable {
  /// Entries that the checkpoint covers.
  public let size: UInt64
  /// `old SIZE`, one hash on a line, an empty line, and the checkpoint.
  public let text: String
  private let checkpoint: SignedNote

  /// Blocks on the disk; nil if the log has no checkpoint beyond the one that the witness knows.
  ///
  /// - Parameter old: Entries that the witness's last checkpoint of this log covers; 0 for none.
  /// - Throws: ``AuditError`` `audit_proof_invalid` if the tiles cannot prove it, `audit_file_failed`.
  public init?(from old: UInt64, in paths: LogPaths) throws(AuditError) {
    guard let last = try CheckpointFile.last(paths.checkpoints)?.entry, last.checkpoint.size > old else { return nil }
    size = last.checkpoint.size
    let hashes = old == 0 ? [] : try TileReader(paths).hashes(of: TreeRange.consistency(from: old, to: size))
    checkpoint = last.note
    text = "old \(old)\n" + hashes.map { Base64.encode($0.bytes) + "\n" }.joined() + "\n" + last.note.encoded
  }

  /// Reads what the witness answered, and keeps it beside the log, durably.
  ///
  /// - Returns: Whether it is a signature of this witness over this checkpoint. Nothing else is kept.
  public func keep(_ answer: String, of witness: NoteKey, in paths: LogPaths) throws(AuditError) -> Bool {
    for line in answer.split(separator: "\n") {
      guard let signature = SignedNote.signature(line) else { continue }
      let note = SignedNote(text: checkpoint.text, signatures: [signature])
      guard witness.isWitness, witness.verifies(note) else { continue }
      let last = try CheckpointFile.last(paths.cosignatures)
      let file = try LogFile(paths.cosignatures, creating: true, calls: .system)
      // What a crash tore is no signature.
      if file.length > last?.end ?? 0 { try file.truncate(to: last?.end ?? 0) }
      try file.append(Array(note.encoded.utf8))
      try file.synchronize()
      return true
    }
    return false
  }
}
