import GRDB

extension StorageError {
  /// What SQLite reported, in our terms. Values of statements are left out: they may be secret.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StorageError: self = error
    case let error as DatabaseError: self.init(sqlite: error, path: path)
    default: self.init(.failed, "The state database \(path) failed: \(error).")
    }
  }

  private init(sqlite error: DatabaseError, path: String) {
    let words = error.message ?? "code \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self.init(
        .corrupt, "\(path) is damaged (\(words)). Restore it from a backup, or move it away to begin anew.")
    case .SQLITE_FULL:
      self.init(.full, "There is no room left for \(path). Make room on its file system.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.busy, "Another process holds \(path). Find out which with `fuser \(path)`.")
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR:
      self.init(.directoryUnwritable, "\(path) cannot be written (\(words)). Check its owner, mode and disk.")
    default:
      self.init(.failed, "The state database \(path) failed: \(words).")
    }
  }
}
