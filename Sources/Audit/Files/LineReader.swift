#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Reads a segment line by line, from the front, in memory that does not grow with the file.
struct LineReader {
  /// Bytes asked of the kernel at once. 1 MiB.
  private static let blockBytes = 1 << 20

  let file: ReadableFile

  /// What a reader may find: a line (its line end not included), or the beginning of one that is too long or
  /// that the file ends in.
  enum Line {
    case whole
    /// The file ends before the line does.
    case torn
    /// Longer than ``AuditLimits/lineBytesMax``: no line of an audit log; only its beginning is given.
    case tooLong
  }

  /// Calls `body` with every line until it returns false. The bytes are valid during the call only.
  ///
  /// - Complexity: O(n) in bytes; at most one block and one line in memory.
  func forEachLine(
    _ body: (UnsafeRawBufferPointer, Line) throws(AuditError) -> Bool
  ) throws(AuditError) {
    let capacity = Self.blockBytes + AuditLimits.lineBytesMax
    // SAFETY: given back on every way out; indices stay below `filled`, which stays within the capacity.
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    defer { unsafe memory.deallocate() }
    var filled = 0
    var offset = 0
    var isSkipping = false
    while true {
      let room = unsafe UnsafeMutableRawBufferPointer(
        rebasing: memory[filled..<min(filled + Self.blockBytes, capacity)])
      let count = unsafe try file.read(at: offset, into: room)
      offset += count
      filled += count
      var start = 0
      while let end = unsafe Self.lineEnd(in: UnsafeRawBufferPointer(rebasing: memory[start..<filled])) {
        let line = unsafe UnsafeRawBufferPointer(rebasing: memory[start..<(start + end)])
        start += end + 1
        if isSkipping {
          isSkipping = false
        } else if unsafe try !body(line, line.count > AuditLimits.lineBytesMax ? .tooLong : .whole) {
          return
        }
      }
      let rest = filled - start
      if count < room.count {
        if rest > 0, !isSkipping {
          _ = unsafe try body(UnsafeRawBufferPointer(rebasing: memory[start..<filled]), .torn)
        }
        return
      }
      if rest > AuditLimits.lineBytesMax {
        let line = unsafe UnsafeRawBufferPointer(rebasing: memory[start..<filled])
        if !isSkipping, unsafe try !body(line, .tooLong) { return }
        isSkipping = true
        filled = 0
      } else {
        unsafe memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<filled]))
        filled = rest
      }
    }
  }

  /// The offset of the first line end.
  private static func lineEnd(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress, let end = unsafe memchr(base, 0x0a, bytes.count) else { return nil }
    return unsafe UnsafeRawPointer(end) - base
  }
}
