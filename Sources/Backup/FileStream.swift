import Basics

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A file that is read or written from the front, in pieces. Every function blocks.
final class FileStream {
  // SAFETY: the `unsafe` calls below pass a path as a C string, or a buffer with its length, that lives as long as the
  // call.

  private let path: String
  private let file: Int32

  /// Opens a file for reading; links are not followed.
  init(reading path: String) throws(BackupError) {
    self.path = path
    file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw BackupError(FileError("open", path)) }
  }

  /// Makes a file that must not exist yet.
  init(creating path: String, mode: UInt32) throws(BackupError) {
    self.path = path
    file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
    guard file >= 0, fchmod(file, mode_t(mode)) == 0 else { throw BackupError(FileError("create", path)) }
  }

  deinit { close(file) }

  var mode: UInt32 {
    var status = stat()
    return unsafe fstat(file, &status) == 0 ? UInt32(status.st_mode) & 0o777 : 0o600
  }

  /// The next bytes, as many as `count` but at the end of the file; empty there.
  func read(_ count: Int) throws(BackupError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Self.readSome(file, buffer.baseAddress?.advanced(by: filled), count - filled)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw BackupError(FileError("read", path)) }
      if got == 0 { break }
      filled += got
    }
    bytes.removeLast(count - filled)
    return bytes
  }

  func write(_ bytes: [UInt8]) throws(BackupError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Self.writeSome(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw BackupError(FileError("write", path)) }
      rest = rest.dropFirst(count)
    }
  }

  func flush() throws(BackupError) {
    guard fsync(file) == 0 else { throw BackupError(FileError("flush", path)) }
  }

  /// The C functions that have the names of methods here.
  private static func readSome(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.read(file, bytes, count)
    #else
      unsafe Musl.read(file, bytes, count)
    #endif
  }

  private static func writeSome(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.write(file, bytes, count)
    #else
      unsafe Musl.write(file, bytes, count)
    #endif
  }
}
