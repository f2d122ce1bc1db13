/// Grows the tree over lines that fit the chain, and holds every checkpoint against it.
///
/// Pure: hashes in, damage out.
struct TreeCheck: Sendable {
  private(set) var frontier: TreeFrontier
  private var pending: ArraySlice<CheckpointFile.Entry>
  /// The size of the last checkpoint that holds.
  private(set) var confirmed: UInt64

  /// - Parameter checkpoints: In any order; those that the tree is beyond already are left out.
  init(after frontier: TreeFrontier, _ checkpoints: [CheckpointFile.Entry]) {
    self.frontier = frontier
    confirmed = frontier.size
    pending = checkpoints.filter { $0.checkpoint.size > frontier.size }
      .sorted { $0.checkpoint.size < $1.checkpoint.size }[...]
  }

  /// Takes the next line.
  mutating func feed(_ line: AuditHash, at place: ChainLink.Place) -> AuditDamage? {
    frontier.append(AuditHash.leaf(line))
    while let next = pending.first, next.checkpoint.size == frontier.size {
      pending.removeFirst()
      guard next.checkpoint.root == frontier.root else {
        return AuditDamage(
          kind: .forked, path: place.path, line: place.line, sequences: (confirmed + 1)...frontier.size,
          evidence: "the checkpoint of \(frontier.size) entries has another root, though the chain holds: "
            + "they were written anew")
      }
      confirmed = frontier.size
    }
    return nil
  }

  /// Takes the end of the log.
  func finish(at place: ChainLink.Place) -> AuditDamage? {
    guard let last = pending.last, last.checkpoint.size > frontier.size else { return nil }
    return AuditDamage(
      kind: .truncated, path: place.path, line: place.line, sequences: (frontier.size + 1)...last.checkpoint.size,
      evidence: "the log ends with entry \(frontier.size), but a checkpoint covers entry \(last.checkpoint.size)")
  }
}
