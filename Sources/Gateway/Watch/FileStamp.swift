#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What tells that a file is another one than before, without reading it.
struct FileStamp: Hashable, Sendable {
  let device: UInt64
  let node: UInt64
  let size: Int64
  let modifiedSeconds: Int64
  let modifiedNanoseconds: Int64
  let isDirectory: Bool

  /// Follows links, so that an exchanged link (as of a mounted configuration map) shows. Nil if nothing is there.
  init?(_ path: String) {
    var status = stat()
    // SAFETY: the path is a C string that lives as long as the call.
    guard unsafe stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    node = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modifiedSeconds = Int64(status.st_mtim.tv_sec)
    modifiedNanoseconds = Int64(status.st_mtim.tv_nsec)
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
  }
}
