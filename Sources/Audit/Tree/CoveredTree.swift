/// The tree that a checkpoint covers, as the tiles hold it: where those begin who trust the checkpoint.
struct CoveredTree: Sendable {
  let frontier: TreeFrontier
  /// The leaf of the last entry covered, which the tree proves: the first line to be read names that entry's hash.
  let lastLeaf: AuditHash

  var size: UInt64 { frontier.size }

  /// Nil if the tiles do not prove the checkpoint's root: then everything is read.
  init?(_ paths: LogPaths, _ checkpoint: Checkpoint) throws(AuditError) {
    guard checkpoint.size > 0 else { return nil }
    let tiles = TileReader(paths)
    guard let frontier = try? tiles.frontier(size: checkpoint.size), frontier.root == checkpoint.root,
      let leaf = try? tiles.node(height: 0, index: checkpoint.size - 1),
      let proof = try? tiles.hashes(of: TreeRange.inclusion(of: checkpoint.size - 1, size: checkpoint.size)),
      TreeProof.includes(
        leaf, index: checkpoint.size - 1, size: checkpoint.size, root: checkpoint.root, proof: proof)
    else { return nil }
    self.frontier = frontier
    lastLeaf = leaf
  }

  /// What is wrong with the first line after the start; nil if it goes on from there.
  func check(_ link: ChainLink) -> AuditDamage? {
    guard let frame = link.frame else { return nil }
    if frame.sequence > size + 1 {
      return AuditDamage(
        kind: .removed, path: link.place.path, line: link.place.line, sequences: (size + 1)...(frame.sequence - 1),
        evidence: "entry \(frame.sequence) is the first after the checkpoint of \(size) entries")
    }
    guard AuditHash.leaf(frame.previous) != lastLeaf else { return nil }
    return AuditDamage(
      kind: .forked, path: link.place.path, line: link.place.line, sequences: frame.sequence...frame.sequence,
      evidence: "it does not go on from the checkpoint of \(size) entries")
  }
}
