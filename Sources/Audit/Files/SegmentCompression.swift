#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Puts a compressed file in the place of a closed segment. What it holds stays the same, byte for byte; the plain file goes
/// when the other is durable and was read back.
struct SegmentCompression {
  static let suffix = ".gz"
  /// zlib's own compromise of time and size.
  private static let level: Int32 = 6
  /// Blocks that are written at once: 1 MiB of content.
  private static let blocksAtOnce = 16
  /// Marks the end: an empty block, as BGZF has it.
  private static let end = try? GzipBlock.packed([], level: level)

  let paths: LogPaths
  /// Asked between blocks; what was begun is then left out.
  let isStopping: () -> Bool

  /// Compresses a segment, unless it stops. Blocks on the disk.
  func compress(_ segment: String) throws(AuditError) {
    let aside = segment + Self.suffix + ".new"
    unsafe unlink(aside)
    defer { unsafe unlink(aside) }
    let plain = try ReadableFile(segment)
    let file = try LogFile(aside, creating: true, calls: .system)
    var offset = 0
    while offset < plain.length {
      var packed: [UInt8] = []
      for _ in 0..<Self.blocksAtOnce where offset < plain.length {
        let content = try plain.read(offset..<min(plain.length, offset + GzipBlock.contentBytes))
        packed += try GzipBlock.packed(content, level: Self.level)
        offset += content.count
        if isStopping() { return }
      }
      try file.append(packed)
    }
    guard let end = Self.end else { throw .notPacked() }
    try file.append(end)
    try file.synchronize()
    guard try isSame(plain, try ReadableFile(compressed: aside)), !isStopping() else { return }
    try Directory.rename(aside, to: segment + Self.suffix)
    try Directory.synchronize(paths.directory)
    guard unsafe unlink(segment) == 0 else { throw .file("remove", segment) }
    try Directory.synchronize(paths.directory)
  }

  private func isSame(_ one: ReadableFile, _ other: ReadableFile) throws(AuditError) -> Bool {
    guard one.length == other.length else { return false }
    var offset = 0
    while offset < one.length, !isStopping() {
      let range = offset..<min(one.length, offset + GzipBlock.contentBytes)
      guard try one.read(range) == other.read(range) else { return false }
      offset = range.upperBound
    }
    return true
  }
}
