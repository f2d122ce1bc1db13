import Glibc

/// Writes files with exactly the mode that a test or the demo needs, whatever the umask is.
public enum TestFile {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Writes or replaces a file.
  ///
  /// - Returns: `path`.
  @discardableResult
  public static func write(
    _ bytes: some Collection<UInt8>, to path: String, mode: UInt32 = 0o644
  ) throws -> String {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw Failure(description: "\(path) cannot be written (errno \(errno))") }
    defer { close(descriptor) }
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      // SAFETY: the slice's storage is held for the length of the call.
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure(description: "\(path) cannot be written (errno \(errno))") }
      rest = rest.dropFirst(count)
    }
    guard fchmod(descriptor, mode) == 0 else {
      throw Failure(description: "\(path): its mode cannot be set (errno \(errno))")
    }
    return path
  }

  /// Makes a directory that is not there yet, mode 0700.
  public static func makeDirectory(_ path: String) throws {
    guard unsafe mkdir(path, 0o700) == 0 else {
      throw Failure(description: "\(path) cannot be made (errno \(errno))")
    }
  }
}
