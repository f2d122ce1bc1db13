/// A run of leaves that RFC 6962 gives a hash of its own: it begins at a multiple of the power of two that it does not
/// exceed.
struct TreeRange: Sendable, Equatable {
  let leaves: Range<UInt64>

  init(_ leaves: Range<UInt64>) { self.leaves = leaves }

  /// A complete subtree of 2^height leaves; the index counts those of its height from the left.
  struct Subtree: Sendable, Equatable {
    let height: Int
    let index: UInt64
  }

  /// The complete subtrees that make up the range, the largest first.
  var subtrees: [Subtree] {
    var subtrees: [Subtree] = []
    var start = leaves.lowerBound
    while start < leaves.upperBound {
      let height = 63 - (leaves.upperBound - start).leadingZeroBitCount
      subtrees.append(Subtree(height: height, index: start >> UInt64(height)))
      start += 1 << UInt64(height)
    }
    return subtrees
  }

  /// The two parts of a range of more than one leaf: RFC 6962 splits at the largest power of two below its length.
  private var parts: (left: TreeRange, right: TreeRange) {
    let count = leaves.upperBound - leaves.lowerBound
    let middle = leaves.lowerBound + 1 << UInt64(63 - (count - 1).leadingZeroBitCount)
    return (TreeRange(leaves.lowerBound..<middle), TreeRange(middle..<leaves.upperBound))
  }

  /// What proves that a leaf is in a tree, from the leaf upwards: PATH of RFC 6962 §2.1.1.
  static func inclusion(of index: UInt64, size: UInt64) -> [TreeRange] {
    var path: [TreeRange] = []
    var range = TreeRange(0..<size)
    guard index < size else { return [] }
    while range.leaves.count > 1 {
      let (left, right) = range.parts
      path.append(left.leaves.contains(index) ? right : left)
      range = left.leaves.contains(index) ? left : right
    }
    return path.reversed()
  }

  /// What proves that the first `old` leaves of a tree are another tree: PROOF of RFC 6962 §2.1.2.
  static func consistency(from old: UInt64, to size: UInt64) -> [TreeRange] {
    guard old > 0, old < size else { return [] }
    var path: [TreeRange] = []
    var range = TreeRange(0..<size)
    var isWhole = true
    while range.leaves.upperBound != old {
      let (left, right) = range.parts
      if old <= left.leaves.upperBound {
        path.append(right)
        range = left
      } else {
        path.append(left)
        range = right
        isWhole = false
      }
    }
    if !isWhole { path.append(range) }
    return path.reversed()
  }

  /// The hash of the range.
  func hash<Failure: Error>(
    node: (_ height: Int, _ index: UInt64) throws(Failure) -> AuditHash
  ) throws(Failure) -> AuditHash {
    var peaks: [AuditHash] = []
    for subtree in subtrees { peaks.append(try node(subtree.height, subtree.index)) }
    return TreeFrontier.fold(peaks)
  }
}
