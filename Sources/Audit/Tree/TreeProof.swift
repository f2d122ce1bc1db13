/// Checks proofs with nothing but hashes. Source: RFC 9162 §2.1.3.2 and §2.1.4.2, which check what RFC 6962 proves.
enum TreeProof {
  /// Hashes that a proof may have: no path is longer in a tree of 2^64 leaves.
  static let hashesMax = 64

  /// Whether `leaf` is leaf number `index` of the tree with this size and root.
  static func includes(
    _ leaf: AuditHash, index: UInt64, size: UInt64, root: AuditHash, proof: [AuditHash]
  ) -> Bool {
    guard index < size else { return false }
    var (node, last) = (index, size - 1)
    var hash = leaf
    for sibling in proof {
      guard last > 0 else { return false }
      if node & 1 == 1 || node == last {
        hash = AuditHash.node(sibling, hash)
        while node & 1 == 0, node > 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        hash = AuditHash.node(hash, sibling)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 && hash == root
  }

  /// Whether the tree with `root` begins with the tree with `oldRoot`.
  static func extends(
    _ old: UInt64, _ oldRoot: AuditHash, to size: UInt64, _ root: AuditHash, proof: [AuditHash]
  ) -> Bool {
    if old == size { return oldRoot == root && proof.isEmpty }
    guard old < size else { return false }
    if old == 0 { return oldRoot == .emptyTree && proof.isEmpty }
    var proof = proof[...]
    if old & (old - 1) == 0 { proof = [oldRoot] + proof }
    guard let first = proof.popFirst() else { return false }
    var (node, last) = (old - 1, size - 1)
    while node & 1 == 1 {
      node >>= 1
      last >>= 1
    }
    var (oldHash, hash) = (first, first)
    for sibling in proof {
      guard last > 0 else { return false }
      if node & 1 == 1 || node == last {
        oldHash = AuditHash.node(sibling, oldHash)
        hash = AuditHash.node(sibling, hash)
        while node & 1 == 0, node > 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        hash = AuditHash.node(hash, sibling)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 && oldHash == oldRoot && hash == root
  }
}
