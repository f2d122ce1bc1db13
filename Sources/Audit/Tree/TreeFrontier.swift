/// The right edge of a growing tree: the roots of its complete subtrees, from which its root follows.
///
/// Memory is logarithmic in the size.
struct TreeFrontier: Sendable, Equatable {
  /// Leaves.
  private(set) var size: UInt64 = 0
  /// Roots of the complete subtrees, the largest first: one for every bit of ``size``.
  private var peaks: [AuditHash] = []

  init() {}

  /// The edge of a tree whose nodes are known.
  ///
  /// - Parameter node: The root of the complete subtree of 2^height leaves that has this index among its like.
  init<Failure: Error>(
    size: UInt64, node: (_ height: Int, _ index: UInt64) throws(Failure) -> AuditHash
  ) throws(Failure) {
    self.size = size
    for subtree in TreeRange(0..<size).subtrees { peaks.append(try node(subtree.height, subtree.index)) }
  }

  /// The root: RFC 6962 §2.1.
  var root: AuditHash { Self.fold(peaks) }

  /// Adds a leaf, and tells every node that is complete with it, from the leaf upwards.
  mutating func append(_ leaf: AuditHash, completed: (_ height: Int, AuditHash) -> Void = { _, _ in }) {
    var hash = leaf
    var height = 0
    completed(height, hash)
    while size >> UInt64(height) & 1 == 1, let left = peaks.popLast() {
      hash = AuditHash.node(left, hash)
      height += 1
      completed(height, hash)
    }
    peaks.append(hash)
    size &+= 1
  }

  /// The root of a tree whose complete subtrees, the largest first, have these roots.
  static func fold(_ peaks: [AuditHash]) -> AuditHash {
    guard var root = peaks.last else { return .emptyTree }
    for peak in peaks.dropLast().reversed() { root = AuditHash.node(peak, root) }
    return root
  }
}
