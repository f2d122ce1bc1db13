import Basics
import Crypto
import Glibc
import Synchronization

/// SHA-256 of executables, remembered for as long as the file is the same: large programs are not read for each call.
final class ExecutableDigests: Sendable {
  /// What tells a file that was changed: the kernel sets the change time itself, nobody else can.
  private struct Version: Hashable {
    let device: UInt64
    let inode: UInt64
    let bytes: Int64
    let changedSeconds: Int64
    let changedNanoseconds: Int64
  }

  private static let rememberedMax = 1_024
  private static let blockBytes = 256 * 1024
  /// An executable that is read, in bytes.
  private static let fileBytesMax: Int64 = 4 << 30

  private let known = Mutex<[Version: String]>([:])

  /// Of an open file, in hexadecimal digits; nil if it cannot be read or is changed meanwhile.
  func digest(of file: Int32) -> String? {
    guard let version = Self.version(of: file), version.bytes <= Self.fileBytesMax else { return nil }
    if let digest = known.withLock({ $0[version] }) { return digest }
    var hash = SHA256()
    var block = [UInt8](repeating: 0, count: Self.blockBytes)
    while true {
      // SAFETY: the buffer is the array's own, for the length of the call.
      let count = unsafe block.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      hash.update(data: block[..<count])
    }
    guard Self.version(of: file) == version else { return nil }
    let digest = Hex.encode(Array(hash.finalize()))
    known.withLock { known in
      if known.count >= Self.rememberedMax { known.removeAll() }
      known[version] = digest
    }
    return digest
  }

  private static func version(of file: Int32) -> Version? {
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Version(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), bytes: Int64(status.st_size),
      changedSeconds: Int64(status.st_ctim.tv_sec), changedNanoseconds: Int64(status.st_ctim.tv_nsec))
  }
}
