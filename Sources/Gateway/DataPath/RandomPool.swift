#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Random bytes taken from the kernel in blocks: identifiers need sixteen of them for every call.
struct RandomPool {
  /// Bytes fetched at once. getentropy(3) gives at most 256, whole or not at all.
  private static let blockBytes = 256

  private var bytes: [UInt8] = []
  private var at = 0

  /// Eight bytes from the kernel's generator.
  mutating func next() -> UInt64 {
    if at + 8 > bytes.count { refill() }
    var value: UInt64 = 0
    for index in at..<(at + 8) { value = value << 8 | UInt64(bytes[index]) }
    at += 8
    return value
  }

  private mutating func refill() {
    bytes = Array(repeating: 0, count: Self.blockBytes)
    // SAFETY: exactly the array's own bytes are written.
    let status = unsafe bytes.withUnsafeMutableBytes { unsafe getentropy($0.baseAddress, $0.count) }
    if status != 0 {
      var generator = SystemRandomNumberGenerator()
      for index in bytes.indices { bytes[index] = UInt8.random(in: 0...255, using: &generator) }
    }
    at = 0
  }
}
