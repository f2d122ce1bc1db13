#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Random bytes taken from the kernel in blocks: identifiers need sixteen of them for every call.
struct RandomPool {
  /// Bytes fetched at once: enough for a hundred calls.
  private static let blockBytes = 4_096
  /// getentropy(3) gives at most this many bytes, whole or not at all.
  private static let entropyBytesMax = 256

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
    let isFilled = unsafe bytes.withUnsafeMutableBytes { buffer in
      stride(from: 0, to: Self.blockBytes, by: Self.entropyBytesMax).allSatisfy { start in
        unsafe buffer.baseAddress.map { unsafe getentropy($0 + start, Self.entropyBytesMax) == 0 } ?? false
      }
    }
    if !isFilled {
      var generator = SystemRandomNumberGenerator()
      for index in bytes.indices { bytes[index] = UInt8.random(in: 0...255, using: &generator) }
    }
    at = 0
  }
}
