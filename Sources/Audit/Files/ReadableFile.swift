#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// An open file that is only read, at any offset. Confined to the thread that uses it.
final class ReadableFile {
  let path: String
  /// Bytes in the file when it was opened.
  let length: Int
  private let descriptor: Int32

  init(_ path: String) throws(AuditError) {
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
    var bytes = [UInt8](repeating: 0, count: range.count)
    var failure: AuditError?
    let filled = unsafe bytes.withUnsafeMutableBytes { buffer -> Int in
      do throws(AuditError) { return unsafe try read(at: range.lowerBound, into: buffer) } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    bytes.removeLast(range.count - filled)
    return bytes
  }
}
