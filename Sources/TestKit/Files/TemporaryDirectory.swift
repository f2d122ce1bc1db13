import Glibc

/// A directory of its own for one test, mode 0700, removed with everything in it when nobody holds it any
/// more.
public final class TemporaryDirectory: Sendable {
  public let path: String

  public init() throws {
    var template = Array("/tmp/precinct-test-XXXXXX".utf8CString)
    // SAFETY: the buffer is the array's own and ends with a zero byte, which `mkdtemp` leaves in place.
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress { unsafe mkdtemp(start) != nil } else { false }
    }
    guard made else {
      throw TestFile.Failure(description: "no directory could be made below /tmp (errno \(errno))")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    Self.remove(path)
  }

  /// The path of a file in it.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file in it; see ``TestFile``.
  @discardableResult
  public func write(_ bytes: some Collection<UInt8>, to name: String, mode: UInt32 = 0o644) throws -> String {
    try TestFile.write(bytes, to: file(name), mode: mode)
  }

  @discardableResult
  public func write(_ text: String, to name: String, mode: UInt32 = 0o644) throws -> String {
    try write(Array(text.utf8), to: name, mode: mode)
  }

  /// Removes a tree without following links; depth is bounded by what a path may hold.
  private static func remove(_ path: String) {
    if let directory = unsafe opendir(path) {
      while let entry = unsafe readdir(directory) {
        // SAFETY: `d_name` is a string that ends with zero, valid until the next `readdir`.
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        guard name != ".", name != ".." else { continue }
        let child = path + "/" + name
        if unsafe unlink(child) != 0 { remove(child) }
      }
      unsafe closedir(directory)
    }
    unsafe rmdir(path)
  }
}
