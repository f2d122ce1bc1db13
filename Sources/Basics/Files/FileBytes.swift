#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Whole files as bytes. Every function blocks on the disk: never to be called on an event loop.
public enum FileBytes {
  // SAFETY: the `unsafe` calls below pass a path as a C string that lives as long as the call.

  /// Reads a whole file.
  ///
  /// - Parameter bytesMax: A larger file is refused, in bytes.
  public static func read(_ path: String, bytesMax: Int) throws(FileError) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw FileError("open", path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    while true {
      // SAFETY: the buffer is the array's own and `read` writes at most its count.
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe readSome(file, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError("read", path)
      }
      guard bytes.count + count <= bytesMax else {
        throw FileError("read", path, reason: "it is larger than \(bytesMax) bytes")
      }
      bytes += chunk[..<count]
    }
  }

  /// Replaces the content of a file so that at every moment, also after a power failure, the path names
  /// either the old content or the new: written beside it, flushed, renamed over it, and the directory
  /// flushed.
  ///
  /// - Parameter mode: The permissions of the new file, e.g. `0o600`.
  public static func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(FileError) {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
    do throws(FileError) {
      try create(temporary, with: bytes, mode: mode)
      guard unsafe rename(temporary, path) == 0 else { throw FileError("rename", temporary) }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
    try flushDirectory(of: path)
  }

  /// Makes a file that must not exist yet, and flushes its content (not its directory).
  public static func create(_ path: String, with bytes: [UInt8], mode: UInt32) throws(FileError) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
    guard file >= 0 else { throw FileError("create", path) }
    defer { close(file) }
    // The process's mask may have taken permissions away, and must not add any.
    guard fchmod(file, mode_t(mode)) == 0 else { throw FileError("set the permissions of", path) }
    var rest = bytes[...]
    while !rest.isEmpty {
      // SAFETY: the buffer is the slice's own and `write` reads at most its count.
      let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError("write", path)
      }
      rest = rest.dropFirst(count)
    }
    guard fsync(file) == 0 else { throw FileError("flush", path) }
  }

  /// Flushes the directory that holds `path`, so that a name made or changed in it outlives a power failure.
  public static func flushDirectory(of path: String) throws(FileError) {
    let directory = directory(of: path)
    let file = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw FileError("open", directory) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw FileError("flush", directory) }
  }

  /// The permission bits of a file, e.g. `0o600`.
  public static func permissions(_ path: String) throws(FileError) -> UInt32 {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw FileError("look at", path) }
    return UInt32(status.st_mode) & 0o7777
  }

  /// The path of the directory that holds `path`.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static let chunkBytes = 65_536
}

/// The system call, under a name that ``FileBytes/read(_:bytesMax:)`` does not hide.
private func readSome(_ file: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(file, buffer, count)
}
