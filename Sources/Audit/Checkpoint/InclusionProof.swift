import Basics

/// Proof that one entry is in a log: its line, a path to the root of a tree, and the signed checkpoint of that tree.
/// Whoever has the public key needs nothing else to check it. Source: C2SP tlog-proof.
///
/// Text: `c2sp.org/tlog-proof@v1`, `extra` and the line in base 64, `index` and the number of the leaf, one hash on a
/// line, an empty line, and the checkpoint. The data of the leaf is the SHA-256 of the line.
public struct InclusionProof: Sendable, Equatable {
  /// The entry as it stands in the log, without its line end.
  public let line: [UInt8]
  /// The number of the leaf, from 0: one less than the entry's sequence.
  public let index: UInt64
  let hashes: [AuditHash]
  let note: SignedNote

  private static let title = "c2sp.org/tlog-proof@v1"

  init(line: [UInt8], index: UInt64, hashes: [AuditHash], note: SignedNote) {
    self.line = line
    self.index = index
    self.hashes = hashes
    self.note = note
  }

  /// Proves an entry with the last checkpoint of its log. Blocks on the disk.
  ///
  /// - Parameter line: The entry's line, as ``AuditSearch`` gives it.
  /// - Throws: ``AuditError`` `audit_proof_invalid` if no checkpoint covers it yet, or if it is not in the tree.
  public init(of line: [UInt8], in paths: LogPaths) throws(AuditError) {
    guard let frame = LineFrame(of: line), frame.sequence > 0 else { throw .notProvable("This is no entry.") }
    let index = frame.sequence - 1
    guard let last = try CheckpointFile.last(paths.checkpoints)?.entry, index < last.checkpoint.size else {
      throw .notProvable("No checkpoint covers entry \(frame.sequence) yet.")
    }
    let size = last.checkpoint.size
    let hashes = try TileReader(paths).hashes(of: TreeRange.inclusion(of: index, size: size))
    guard
      TreeProof.includes(
        .leaf(AuditHash(of: line)), index: index, size: size, root: last.checkpoint.root, proof: hashes)
    else { throw .notProvable("Entry \(frame.sequence) is not what the tree holds; run agw audit verify.") }
    self.init(line: line, index: index, hashes: hashes, note: last.note)
  }

  public var text: String {
    let head = "\(Self.title)\nextra \(Base64.encode(line))\nindex \(index)\n"
    return head + hashes.map { Base64.encode($0.bytes) + "\n" }.joined() + "\n" + note.encoded
  }

  /// Reads the text form; nil if it is none.
  public init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 4, lines[0] == Self.title, lines[1].hasPrefix("extra "), lines[2].hasPrefix("index "),
      let line = Base64.decode(lines[1].dropFirst(6).utf8), let index = UInt64(lines[2].dropFirst(6)),
      let end = lines[3...].firstIndex(where: \.isEmpty), end - 3 <= TreeProof.hashesMax
    else { return nil }
    var hashes: [AuditHash] = []
    for text in lines[3..<end] {
      guard let hash = Base64.decode(text.utf8).flatMap({ AuditHash(bytes: $0) }) else { return nil }
      hashes.append(hash)
    }
    let notes = SignedNote.read(lines[(end + 1)...].joined(separator: "\n"))
    guard notes.count == 1, let note = notes[0] else { return nil }
    self.init(line: line, index: index, hashes: hashes, note: note)
  }

  /// Checks the proof with nothing but a key.
  ///
  /// - Returns: The checkpoint that covers the entry.
  /// - Throws: ``AuditError`` `audit_proof_invalid` with what does not hold.
  @discardableResult
  public func check(_ keys: [NoteKey]) throws(AuditError) -> Checkpoint {
    guard let checkpoint = Checkpoint(text: note.text) else { throw .notProvable("It holds no checkpoint.") }
    guard keys.contains(where: { $0.verifies(note) && $0.name == checkpoint.origin }) else {
      throw .notProvable("No key that was given signed its checkpoint.")
    }
    guard let frame = LineFrame(of: line), frame.sequence == index &+ 1 else {
      throw .notProvable("Its line is not entry \(index &+ 1).")
    }
    let leaf = AuditHash.leaf(AuditHash(of: line))
    guard TreeProof.includes(leaf, index: index, size: checkpoint.size, root: checkpoint.root, proof: hashes) else {
      throw .notProvable("Its line is not in the tree that the checkpoint signs.")
    }
    return checkpoint
  }
}

extension AuditError {
  @inline(never) static func notProvable(_ reason: String) -> Self { Self(.proofInvalid, reason) }
}
