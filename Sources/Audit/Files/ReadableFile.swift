#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// An open file that is only read, at any offset. Confined to the thread that uses it.
///
/// A segment that was compressed is found under the name that it had before, and read as if it were not.
final class ReadableFile {
  let path: String
  /// Bytes in the file when it was opened, unpacked.
  let length: Int
  private let descriptor: Int32
  /// Nil for a file that is not compressed.
  private var blocks: GzipBlocks?

  convenience init(_ path: String) throws(AuditError) {
    let packed = path + SegmentCompression.suffix
    if path.hasSuffix(SegmentCompression.suffix) {
      try self.init(compressed: path)
    } else if unsafe access(path, F_OK) != 0, unsafe access(packed, F_OK) == 0 {
      try self.init(compressed: packed)
    } else {
      try self.init(plain: path)
    }
  }

  init(compressed path: String) throws(AuditError) {
    let plain = try ReadableFile(plain: path)
    let blocks = try GzipBlocks(fileLength: plain.length) { range throws(AuditError) in try plain.read(range) }
    self.path = path
    descriptor = dup(plain.descriptor)
    guard descriptor >= 0 else { throw .file("open", path) }
    length = blocks.length
    self.blocks = blocks
  }

  private init(plain path: String) throws(AuditError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file("open", path) }
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else {
      let failure = AuditError.file("measure", path)
      close(descriptor)
      throw failure
    }
    self.path = path
    self.descriptor = descriptor
    length = Int(end)
  }

  deinit { close(descriptor) }

  /// Fills the front of `buffer` from `offset`, and returns how much: less than all at the end of the file
  /// only.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(AuditError) -> Int {
    guard blocks == nil else {
      return unsafe try blocks?.read(at: offset, into: buffer) { range throws(AuditError) in try stored(range) } ?? 0
    }
    return unsafe try readStored(at: offset, into: buffer)
  }

  /// As the file has it.
  private func readStored(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(AuditError) -> Int {
    var filled = 0
    while filled < buffer.count {
      // SAFETY: `filled` is below the count of the buffer.
      let count = unsafe pread(
        descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled, offset + filled)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .file("read", path) }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// The bytes of a range; fewer if the file ends before.
  func read(_ range: Range<Int>) throws(AuditError) -> [UInt8] {
    unsafe try bytes(range) { offset, buffer throws(AuditError) in unsafe try read(at: offset, into: buffer) }
  }

  private func stored(_ range: Range<Int>) throws(AuditError) -> [UInt8] {
    unsafe try bytes(range) { offset, buffer throws(AuditError) in unsafe try readStored(at: offset, into: buffer) }
  }

  private func bytes(
    _ range: Range<Int>, _ read: (Int, UnsafeMutableRawBufferPointer) throws(AuditError) -> Int
  ) throws(AuditError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var failure: AuditError?
    let filled = unsafe bytes.withUnsafeMutableBytes { buffer -> Int in
      do throws(AuditError) { return unsafe try read(range.lowerBound, buffer) } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    bytes.removeLast(range.count - filled)
    return bytes
  }
}
