/// Compressed data within a run.
enum Compressed {
  /// Whether `bytes` begin as gzip or zlib streams do. SOURCE: RFC 1952 §2.3.1, RFC 1950 §2.2.
  static func isOne(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 10 else { return false }
    if bytes[0] == 0x1f, bytes[1] == 0x8b, bytes[2] == 8 { return true }
    return bytes[0] == 0x78 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0 && bytes[1] & 0x20 == 0
  }

  /// The text that `bytes` hold, compressed; nil if they hold none or more than `bytesMax` bytes of it.
  static func text(in bytes: [UInt8], bytesMax: Int) -> [UInt8]? {
    guard case .whole(let plain) = inflated(bytes, bytesMax: bytesMax), EncodedRun.isText(plain) else { return nil }
    return plain
  }

  /// What `bytes` hold, compressed, text or not; nil if they hold none or more than `bytesMax` bytes of it.
  static func bytes(in bytes: [UInt8], bytesMax: Int) -> [UInt8]? {
    guard case .whole(let plain) = inflated(bytes, bytesMax: bytesMax) else { return nil }
    return plain
  }

  /// Whether there is more in `bytes` than `bytesMax`.
  static func isBomb(_ bytes: [UInt8], bytesMax: Int) -> Bool {
    if case .tooLong = inflated(bytes, bytesMax: bytesMax) { return true }
    return false
  }

  private static func inflated(_ bytes: [UInt8], bytesMax: Int) -> Inflater.Outcome {
    guard isOne(bytes), let start = bytes[0] == 0x78 ? 2 : gzipBody(bytes) else { return .damaged }
    var inflater = Inflater(bytes, at: start, bytesMax: bytesMax)
    return inflater.run()
  }

  /// Where the deflate stream of a gzip member begins. SOURCE: RFC 1952 §2.3.
  private static func gzipBody(_ bytes: [UInt8]) -> Int? {
    let flags = bytes[3]
    var at = 10
    if flags & 4 != 0 {
      guard at + 2 <= bytes.count else { return nil }
      at += 2 + Int(bytes[at]) + Int(bytes[at + 1]) << 8
    }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard at < bytes.count, let end = bytes[at...].firstIndex(of: 0) else { return nil }
      at = end + 1
    }
    if flags & 2 != 0 { at += 2 }
    return at < bytes.count ? at : nil
  }
}
