import Glibc

/// Reads files that hold credentials or trust, and refuses those that others could have read or written.
///
/// Everything is asked of the open file, not of its path, so that what was checked is what is read.
enum CredentialFile {
  /// - Parameters:
  ///   - path: A regular file of at most ``SPIFFELimits/fileBytesMax`` bytes.
  ///   - isSecret: Whether others may not even read it, as for private keys.
  /// - Throws: ``SVIDFileError`` that names the file and what to do.
  static func read(_ path: String, isSecret: Bool) throws(SVIDFileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else {
      let reason = errno
      throw SVIDFileError(
        .unreadable, path,
        reason == ENOENT ? "there is no such file" : "it cannot be opened (errno \(reason))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw SVIDFileError(.unreadable, path, "it cannot be examined")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SVIDFileError(.unreadable, path, "it is no regular file")
    }
    try check(status, path, isSecret: isSecret)
    guard status.st_size > 0 else { throw SVIDFileError(.malformed, path, "it is empty") }
    guard status.st_size <= SPIFFELimits.fileBytesMax else {
      throw SVIDFileError(.malformed, path, "it is larger than \(SPIFFELimits.fileBytesMax) bytes")
    }
    return try contents(of: descriptor, path)
  }

  private static func check(_ status: stat, _ path: String, isSecret: Bool) throws(SVIDFileError) {
    guard status.st_uid == geteuid() || status.st_uid == 0 else {
      throw SVIDFileError(
        .owner, path, "it belongs to user \(status.st_uid); run: chown \(geteuid()) \(path)")
    }
    let mode = status.st_mode & 0o777
    if isSecret, mode & 0o077 != 0 {
      throw SVIDFileError(
        .mode, path, "others may use it (mode 0\(String(mode, radix: 8))); run: chmod 600 \(path)")
    }
    if mode & 0o022 != 0 {
      throw SVIDFileError(
        .mode, path, "others may write it (mode 0\(String(mode, radix: 8))); run: chmod go-w \(path)")
    }
  }

  private static func contents(of descriptor: Int32, _ path: String) throws(SVIDFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      // SAFETY: the buffer is the array's own, for the length of the call.
      let count = unsafe block.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SVIDFileError(.unreadable, path, "it cannot be read (errno \(errno))") }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: block[..<count])
      guard bytes.count <= SPIFFELimits.fileBytesMax else {
        throw SVIDFileError(.malformed, path, "it is larger than \(SPIFFELimits.fileBytesMax) bytes")
      }
    }
  }
}
