import Basics

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The directory in which one gateway keeps what must last: for its owner only (mode 0700).
public struct StateDirectory: Sendable {
  // SAFETY: the `unsafe` calls below pass a path as a C string that lives as long as the call.

  /// As it was given, without a slash at the end.
  public let path: String

  /// Opens the directory, and makes it if there is none (its parent must exist).
  ///
  /// Blocks on the disk.
  ///
  /// - Throws: ``StorageError`` with `state_directory_unwritable` or `state_directory_open_to_others`; the
  ///   message names the path and the way out. An existing directory is never given other permissions: it may
  ///   be one that was named by mistake.
  public init(_ path: String) throws(StorageError) {
    self.path = Self.withoutTrailingSlash(path)
    if unsafe mkdir(self.path, 0o700) != 0, errno != EEXIST {
      throw Self.unwritable(FileError("make the directory", self.path))
    }
    try requirePrivate()
    try requireWritable()
  }

  /// The path of a file in the directory.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  private func requirePrivate() throws(StorageError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw Self.unwritable(FileError("look at", path)) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw Self.unwritable(FileError("use", path, reason: "it is not a directory"))
    }
    guard status.st_mode & 0o077 == 0 else {
      throw StorageError(
        .directoryOpen,
        "Others may look into the state directory \(path). Run `chmod 700 \(path)`, or set"
          + " `state.directory` to a directory of the gateway's own.")
    }
  }

  private func requireWritable() throws(StorageError) {
    let probe = file(".probe.\(getpid()).\(UInt32.random(in: .min ... .max))")
    defer { unsafe unlink(probe) }
    do throws(FileError) {
      try FileBytes.create(probe, with: [0], mode: 0o600)
    } catch {
      throw Self.unwritable(error)
    }
  }

  private static func unwritable(_ error: FileError) -> StorageError {
    StorageError(
      .directoryUnwritable,
      "The gateway \(error). Set `state.directory` to a directory that user \(geteuid()) may write in,"
        + " or change the owner of this one.")
  }

  private static func withoutTrailingSlash(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }
}
