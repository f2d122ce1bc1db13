extension AuditLog {
  /// Whether a process, this one or another, writes the log at `path` now. Blocks on the disk.
  public static func isInUse(_ path: String) -> Bool {
    do throws(AuditError) {
      _ = try LogLock(LogPaths(path))
      return false
    } catch {
      return error.code == .inUse
    }
  }
}
