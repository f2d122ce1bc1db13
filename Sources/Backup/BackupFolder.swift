import Basics
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Directories of backups.
enum BackupFolder {
  /// Makes a directory (mode 0700) with its parents.
  static func make(_ path: String) throws(BackupError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw BackupError(.fileFailed, "The directory \(path) cannot be made: check its parent's owner, mode and room.")
    }
  }

  /// The directory of a path.
  static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static func isEmpty(_ path: String) -> Bool {
    (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty ?? false
  }

  /// Every file below a directory.
  static func files(in directory: String) throws(BackupError) -> [String] {
    guard let all = try? FileManager.default.subpathsOfDirectory(atPath: directory) else {
      throw BackupError(.incomplete, "\(directory) cannot be listed.")
    }
    return all.filter { path in
      var isDirectory = false
      _ = FileManager.default.fileExists(atPath: "\(directory)/\(path)", isDirectory: &isDirectory)
      return !isDirectory
    }
  }

  /// Flushes every directory below and above, so that names outlive a power failure.
  static func flush(_ directory: String) throws(BackupError) {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
    do throws(FileError) {
      for path in paths { try FileBytes.flushDirectory(of: "\(directory)/\(path)") }
      try FileBytes.flushDirectory(of: directory)
    } catch { throw BackupError(error) }
  }

  /// Gives a directory its name; nothing may have it.
  static func rename(_ path: String, to name: String) throws(BackupError) {
    // SAFETY: both paths are C strings that live as long as the call.
    guard Self.systemRename(path, name) == 0 else { throw BackupError(FileError("rename", path)) }
    do throws(FileError) { try FileBytes.flushDirectory(of: name) } catch { throw BackupError(error) }
  }

  private static func systemRename(_ path: String, _ name: String) -> Int32 {
    #if canImport(Glibc)
      unsafe Glibc.rename(path, name)
    #else
      unsafe Musl.rename(path, name)
    #endif
  }
}
