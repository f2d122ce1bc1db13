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

  /// Makes `line` the next one: writes the hash of the line before into it, and hashes it.
  ///
  /// - Parameter line: With its number and its line end, as ``LineDraft`` makes it.
  mutating func link(_ line: UnsafeMutableRawBufferPointer) {
    let digits = line.count - LineFrame.digitsFromEnd
    guard digits >= 0 else { return }
    sequence &+= 1
    // SAFETY: the digits lie within the line, before its closing and its line end.
    unsafe hash.writeHex(to: UnsafeMutableRawBufferPointer(rebasing: line[digits..<(digits + LineHash.hexDigits)]))
    hash = unsafe LineHash(of: UnsafeRawBufferPointer(rebasing: line[..<(line.count - 1)]))
  }
}
