// The hashes of RFC 6962 §2.1. A leaf's data is the hash of a line, not the line: it stands for the line, and the line
// is read once for the chain and the tree.
extension AuditHash {
  static let byteCount = 32

  /// The root of a tree without leaves: the hash of nothing.
  static var emptyTree: AuditHash { genesis }

  /// The leaf of a line.
  static func leaf(_ line: AuditHash) -> AuditHash {
    unsafe withUnsafeTemporaryAllocation(byteCount: 1 + byteCount, alignment: 8) { room in
      unsafe room.storeBytes(of: 0, as: UInt8.self)
      unsafe line.write(to: room, at: 1)
      return unsafe AuditHash(of: UnsafeRawBufferPointer(room))
    }
  }

  /// The node above two others.
  static func node(_ left: AuditHash, _ right: AuditHash) -> AuditHash {
    unsafe withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 8) { room in
      unsafe room.storeBytes(of: 1, as: UInt8.self)
      unsafe left.write(to: room, at: 1)
      unsafe right.write(to: room, at: 1 + byteCount)
      return unsafe AuditHash(of: UnsafeRawBufferPointer(room))
    }
  }

  /// Reads 32 bytes; nil if they are not.
  init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var words = SIMD4<UInt64>()
    for (position, byte) in bytes.enumerated() { words[position / 8] |= UInt64(byte) << UInt64(position % 8 * 8) }
    self.init(words: words)
  }

  var bytes: [UInt8] {
    (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8)) }
  }

  private func write(to room: UnsafeMutableRawBufferPointer, at place: Int) {
    // SAFETY: both callers made room for a whole hash at the place.
    unsafe room.storeBytes(of: words, toByteOffset: place, as: SIMD4<UInt64>.self)
  }
}
