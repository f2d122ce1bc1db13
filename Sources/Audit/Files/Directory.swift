#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What the log needs of directories.
enum Directory {
  /// The names in a directory, in no order.
  static func names(in path: String) throws(AuditError) -> [String] {
    // SAFETY: the stream is closed on every way out; an entry is read before the next call replaces it.
    guard let stream = unsafe opendir(path) else { throw .file("list", path) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          unsafe String(cString: $0)
        }
      }
      names.append(name)
    }
    return names
  }

  /// Makes names in a directory durable: a new or renamed file is only found after a crash if its directory
  /// was written too.
  static func synchronize(_ path: String) throws(AuditError) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file("open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .file("synchronize", path) }
  }

  /// Gives a file a name that no other has.
  static func rename(_ path: String, to name: String) throws(AuditError) {
    guard unsafe access(name, F_OK) != 0 else { throw .file("replace", name, errno: EEXIST) }
    guard systemRename(path, name) == 0 else { throw .file("rename", path) }
  }
}

/// `rename(2)` under a name that the member does not hide.
private func systemRename(_ path: String, _ name: String) -> Int32 {
  unsafe rename(path, name)
}
