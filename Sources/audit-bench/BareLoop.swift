import Basics
import Glibc

/// What the disk gives to a program that does nothing but write and synchronize the same batches.
struct BareLoop {
  let path: String
  /// Bytes of each batch.
  let batches: [Int]

  /// Seconds that it takes.
  func run() throws -> Double {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw FileError("open", path) }
    defer {
      close(file)
      unsafe unlink(path)
    }
    let bytes = [UInt8](repeating: 0x61, count: batches.max() ?? 0)
    let started = MonotonicTime.now()
    for batch in batches {
      let count = unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, batch) }
      guard count == batch, fdatasync(file) == 0 else { throw FileError("write", path) }
    }
    return Double(MonotonicTime.now() - started) / 1e9
  }
}
