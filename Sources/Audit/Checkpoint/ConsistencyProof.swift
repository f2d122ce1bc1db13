import Basics

/// Proof that one checkpoint of a log covers what an earlier one covered, and only added to it.
///
/// Text: `precinct/consistency-proof@v1`, one hash on a line, an empty line, and the two checkpoints, the earlier first.
public struct ConsistencyProof: Sendable, Equatable {
  let hashes: [AuditHash]
  let earlier: SignedNote
  let later: SignedNote

  private static let title = "precinct/consistency-proof@v1"

  /// Proves that the last checkpoint of a log goes on from an earlier one. Blocks on the disk.
  ///
  /// - Parameter path: A file of checkpoints; its last is the earlier one.
  /// - Throws: ``AuditError`` `audit_proof_invalid` if it does not, or if there is no such checkpoint.
  public init(from path: String, in paths: LogPaths) throws(AuditError) {
    guard let earlier = try CheckpointFile.last(path)?.entry else { throw .notProvable("\(path) has no checkpoint.") }
    guard let later = try CheckpointFile.last(paths.checkpoints)?.entry else {
      throw .notProvable("The log has no checkpoint.")
    }
    let (old, size) = (earlier.checkpoint.size, later.checkpoint.size)
    guard old <= size else { throw .notProvable("The log's last checkpoint covers \(size) entries, fewer than \(old).") }
    hashes = try TileReader(paths).hashes(of: TreeRange.consistency(from: old, to: size))
    guard TreeProof.extends(old, earlier.checkpoint.root, to: size, later.checkpoint.root, proof: hashes) else {
      throw .notProvable("The log does not go on from the checkpoint of \(old) entries: it was written anew.")
    }
    self.earlier = earlier.note
    self.later = later.note
  }

  public var text: String {
    "\(Self.title)\n" + hashes.map { Base64.encode($0.bytes) + "\n" }.joined() + "\n" + earlier.encoded + later.encoded
  }

  /// Reads the text form; nil if it is none.
  public init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines[0] == Self.title, let end = lines.dropFirst().firstIndex(where: \.isEmpty), end <= 2 * TreeProof.hashesMax
    else { return nil }
    var hashes: [AuditHash] = []
    for text in lines[1..<end] {
      guard let hash = Base64.decode(text.utf8).flatMap({ AuditHash(bytes: $0) }) else { return nil }
      hashes.append(hash)
    }
    let notes = SignedNote.read(lines[(end + 1)...].joined(separator: "\n"))
    guard notes.count == 2, let earlier = notes[0], let later = notes[1] else { return nil }
    (self.hashes, self.earlier, self.later) = (hashes, earlier, later)
  }

  /// Checks the proof with nothing but keys.
  ///
  /// - Returns: The two checkpoints.
  /// - Throws: ``AuditError`` `audit_proof_invalid` with what does not hold.
  @discardableResult
  public func check(_ keys: [NoteKey]) throws(AuditError) -> (earlier: Checkpoint, later: Checkpoint) {
    guard let old = Checkpoint(text: earlier.text), let new = Checkpoint(text: later.text) else {
      throw .notProvable("It holds no checkpoints.")
    }
    for note in [earlier, later] where !keys.contains(where: { $0.verifies(note) && $0.name == old.origin }) {
      throw .notProvable("No key that was given signed both checkpoints.")
    }
    guard new.origin == old.origin, TreeProof.extends(old.size, old.root, to: new.size, new.root, proof: hashes) else {
      throw .notProvable("The later checkpoint does not go on from the earlier one.")
    }
    return (old, new)
  }
}
