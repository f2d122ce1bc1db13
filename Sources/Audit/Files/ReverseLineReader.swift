/// Reads a segment line by line from the end, so that the latest lines of a long log are found at once.
struct ReverseLineReader {
  /// Bytes asked of the kernel at once. 256 KiB.
  private static let blockBytes = 256 << 10

  let file: ReadableFile

  /// Calls `body` with every whole line until it returns false. The bytes are valid during the call only.
  /// What follows the last line end, and what is longer than ``AuditLimits/lineBytesMax``, is passed over.
  ///
  /// - Complexity: O(n) in the bytes of the lines read; at most one block and one line in memory.
  func forEachLine(
    _ body: (UnsafeRawBufferPointer) throws(AuditError) -> Bool
  ) throws(AuditError) {
    let capacity = Self.blockBytes + AuditLimits.lineBytesMax
    // SAFETY: given back on every way out. A block is read to just below what was kept of the block after it,
    // which lies at the end of the memory and is at most one line long; every index stays between `low` and
    // the capacity.
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    defer { unsafe memory.deallocate() }
    var start = file.length
    var kept = 0
    // Whether the bytes before the next line end belong to no whole line.
    var isTorn = true
    while start > 0 {
      let from = max(0, start - Self.blockBytes)
      let low = capacity - kept - (start - from)
      let block = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[low..<(capacity - kept)])
      guard unsafe try file.read(at: from, into: block) == block.count else { return }
      var searched = capacity - kept
      var end = capacity
      while let lineEnd = unsafe Self.lastLineEnd(
        in: UnsafeRawBufferPointer(rebasing: memory[low..<searched]))
      {
        let line = unsafe UnsafeRawBufferPointer(rebasing: memory[(low + lineEnd + 1)..<end])
        if !isTorn, line.count <= AuditLimits.lineBytesMax, unsafe try !body(line) { return }
        isTorn = false
        end = low + lineEnd
        searched = end
      }
      let rest = unsafe UnsafeRawBufferPointer(rebasing: memory[low..<end])
      if from == 0, !isTorn, rest.count <= AuditLimits.lineBytesMax { _ = unsafe try body(rest) }
      if rest.count > AuditLimits.lineBytesMax {
        kept = 0
        isTorn = true
      } else {
        kept = rest.count
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[(capacity - kept)...])
        unsafe room.copyMemory(from: rest)
      }
      start = from
    }
  }

  /// The offset of the last line end.
  private static func lastLineEnd(in bytes: UnsafeRawBufferPointer) -> Int? {
    var index = bytes.count - 1
    while index >= 0, unsafe bytes[index] != 0x0a { index -= 1 }
    return index < 0 ? nil : index
  }
}
