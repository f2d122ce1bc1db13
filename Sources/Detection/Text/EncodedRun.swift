import Basics

/// Runs of base64 and hexadecimal digits, decoded leniently: whoever hides text does not care for padding.
enum EncodedRun {
  /// Whether `byte` can be part of a run.
  static func isDigit(_ byte: UInt8) -> Bool {
    let digits: UInt64 = byte & 0x40 == 0 ? 0x03ff_a800_0000_0000 : 0x07ff_fffe_87ff_fffe
    return byte < 0x80 && digits >> UInt64(byte & 0x3f) & 1 == 1
  }

  /// The end of the run at `run` when the lines that follow continue it, as mail and PEM wrap base64.
  static func blockEnd(after run: Range<Int>, in bytes: [UInt8], limit: Int) -> Int {
    var (start, end) = (run.lowerBound, run.upperBound)
    while end - start >= wrappedLineBytesMin, (end - start) % 4 == 0, end < limit {
      var next = end
      if bytes[next] == 0x0d { next += 1 }
      guard next < limit, bytes[next] == 0x0a else { break }
      next += 1
      var last = next
      while last < limit, isDigit(bytes[last]) { last += 1 }
      guard last > next else { break }
      (start, end) = (next, last)
    }
    return end
  }

  /// Shorter runs hide no secret: 24 digits of base64 are 18 bytes.
  static let runBytesMin = 24
  private static let wrappedLineBytesMin = 32
  /// Places in a run at which the encoded part may begin: its start, and after a separator near it.
  private static let startsMax = 6
  private static let startBytesMax = 96

  /// Where in `run` digits begin that may stand for text or compressed text; nil for names, paths, hashes and
  /// other data. Looks at the first 24 digits from a few places.
  static func textStart(of run: Range<Int>, in bytes: [UInt8]) -> Int? {
    var start = run.lowerBound
    // A row of one digit stands for no text, but may lead up to it.
    while start < run.upperBound, bytes[start] == bytes[run.lowerBound] { start += 1 }
    start = start - run.lowerBound < 8 ? run.lowerBound : start - (start - run.lowerBound) % 4
    let limit = min(run.upperBound - runBytesMin, start + startBytesMax)
    var tries = 0
    while start <= limit, tries < startsMax {
      if beginsText(bytes, start) { return start }
      tries += 1
      start += 1
      while start <= limit, ASCII.isAlphanumeric(bytes[start - 1]) { start += 1 }
    }
    return nil
  }

  /// Whether a run has letters and digits near its beginning, as chance has and names seldom.
  static func isMixed(_ run: Range<Int>, in bytes: [UInt8]) -> Bool {
    var (digits, letters) = (0, 0)
    for at in run.prefix(mixedBytesMax) {
      if ASCII.isDigit(bytes[at]) { digits += 1 } else if ASCII.isLetter(bytes[at]) { letters += 1 }
    }
    return digits >= 2 && letters >= 2
  }

  private static let mixedBytesMax = 64

  /// Whether the 24 digits at `start`, as hexadecimal or base64 digits, begin like text or a compressed stream.
  private static func beginsText(_ bytes: [UInt8], _ start: Int) -> Bool {
    let digits = bytes[start..<start + runBytesMin]
    if digits.allSatisfy({ Hex.value(of: $0) != nil }), let head = Hex.decode(digits), isPlain(head) { return true }
    guard let head = base64Decoded(digits) else { return false }
    return isPlain(head)
  }

  private static func isPlain(_ head: [UInt8]) -> Bool {
    Compressed.isOne(head) || head.allSatisfy { $0 >= 0x20 && $0 != 0x7f || (0x09...0x0d).contains($0) }
  }

  /// What a run stands for, as hexadecimal digits if it can be, else as base64.
  static func decoded(_ run: ArraySlice<UInt8>) -> (ViewKind, [UInt8])? {
    if let bytes = hexDecoded(run), isText(bytes) || Compressed.isOne(bytes) { return (.hex, bytes) }
    return base64Decoded(run).map { (.base64, $0) }
  }

  /// What a run in either alphabet stands for; padding is optional, line breaks do not count. Nil for an
  /// impossible digit. A digit too many at the end is left out.
  static func base64Decoded(_ run: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(run.count * 3 / 4 + 3)
    var group: UInt32 = 0
    var bits = 0
    for byte in run where byte != 0x3d && byte != 0x0a && byte != 0x0d {
      guard let value = sixBits(byte) else { return nil }
      group = (group << 6 | value) & 0xffff
      bits &+= 6
      if bits >= 8 {
        bits &-= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(truncatingIfNeeded: bits)))
      }
    }
    return bytes
  }

  private static func sixBits(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5a: UInt32(byte) - 0x41
    case 0x61...0x7a: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case 0x2b, 0x2d: 62
    case 0x2f, 0x5f: 63
    default: nil
    }
  }

  /// What a run of hexadecimal digits stands for; nil if it is none or of odd length.
  static func hexDecoded(_ run: ArraySlice<UInt8>) -> [UInt8]? {
    guard let first = run.first, Hex.value(of: first) != nil, run.count % 2 == 0 else { return nil }
    return Hex.decode(run)
  }

  /// Whether decoded bytes are text: valid UTF-8, and hardly any control character.
  static func isText(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8 else { return false }
    let controls = bytes.reduce(into: 0) { count, byte in
      if byte < 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d || byte == 0x7f { count += 1 }
    }
    guard controls * 20 <= bytes.count else { return false }
    return bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
  }
}
