/// The end of a chain of lines: what the next line needs to know.
struct Chain: Sendable, Equatable {
  /// Sequence number of the last line; 0 before the first.
  private(set) var sequence: UInt64
  /// Hash of the last line.
  private(set) var hash: LineHash

  /// A chain without lines.
  static let empty = Chain(sequence: 0, hash: .genesis)

  init(sequence: UInt64, hash: LineHash) {
    self.sequence = sequence
    self.hash = hash
  }

  /// Makes the members of an entry the next line, and appends it to `lines` with its line end.
  mutating func link(_ members: ArraySlice<UInt8>, to lines: inout [UInt8]) {
    let start = lines.count
    sequence &+= 1
    lines.append(contentsOf: LineFrame.opening)
    lines.append(contentsOf: String(sequence).utf8)
    lines.append(0x2c)
    lines.append(contentsOf: members)
    lines.append(contentsOf: LineFrame.joint)
    hash.appendHex(to: &lines)
    lines.append(contentsOf: LineFrame.closing)
    // SAFETY: the bytes from `start` on were appended above.
    hash = unsafe lines.withUnsafeBytes {
      unsafe LineHash(of: UnsafeRawBufferPointer(rebasing: $0[start...]))
    }
    lines.append(0x0a)
  }
}
