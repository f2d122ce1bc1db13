import Glibc

/// A small file of state that is replaced whole: readers see the old text or the new one, never a mixture,
/// also after a crash.
struct StateFile: Sendable {
  /// Size of the file, in bytes, at most.
  static let bytesMax = 64 * 1024 * 1024

  let path: String

  /// The contents, or nil if there is no file.
  func read() throws(IdentityStoreError) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw failure(.unreadable, "cannot be opened") }
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw IdentityStoreError(.unreadable, "\(path): is no regular file")
    }
    // Who may write this file decides who is revoked.
    guard status.st_uid == geteuid() || status.st_uid == 0, status.st_mode & 0o022 == 0 else {
      throw IdentityStoreError(.unreadable, "\(path): others may write it; run: chmod 600 \(path)")
    }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 64 * 1024)
    while bytes.count <= Self.bytesMax {
      // SAFETY: the buffer is the array's own, for the length of the call.
      let count = unsafe block.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(.unreadable, "cannot be read") }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: block[..<count])
    }
    throw IdentityStoreError(.unreadable, "\(path): is larger than \(Self.bytesMax) bytes")
  }

  /// Replaces the contents: a new file beside it (mode 0600), synced, renamed over it, and the directory
  /// synced, because a rename is only durable with its directory. Blocks on the disk.
  func replace(with bytes: [UInt8]) throws(IdentityStoreError) {
    let temporary = path + ".new"
    unsafe unlink(temporary)
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(.unwritable, "cannot be written") }
    do throws(IdentityStoreError) {
      defer { close(descriptor) }
      try write(bytes, to: descriptor)
      guard fsync(descriptor) == 0 else { throw failure(.unwritable, "cannot be synced") }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
    guard unsafe rename(temporary, path) == 0 else {
      let error = failure(.unwritable, "cannot be replaced")
      unsafe unlink(temporary)
      throw error
    }
    try syncDirectory()
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(IdentityStoreError) {
    var written = 0
    while written < bytes.count {
      // SAFETY: the slice is inside the array, whose storage is held for the length of the call.
      let count = unsafe bytes[written...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(.unwritable, "cannot be written") }
      written += count
    }
  }

  private func syncDirectory() throws(IdentityStoreError) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.unwritable, "directory cannot be opened") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(.unwritable, "directory cannot be synced") }
  }

  private func failure(_ code: IdentityStoreError.Code, _ what: String) -> IdentityStoreError {
    let reason = errno
    return IdentityStoreError(code, "\(path): \(what) (errno \(reason))")
  }
}
