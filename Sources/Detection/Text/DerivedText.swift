/// Text derived from other text, with the way back.
struct DerivedText {
  private(set) var bytes: [UInt8] = []
  private(set) var map = SourceMap()

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Appends a byte that stands for `start..<end` of the source.
  mutating func append(_ byte: UInt8, from start: Int, to end: Int) {
    bytes.append(byte)
    map.note(start..<end)
  }

  /// Appends `source[range]` as it is.
  mutating func copy(_ source: [UInt8], _ range: Range<Int>) {
    bytes.append(contentsOf: source[range])
    map.noteCopy(range)
  }

  /// Appends a code point, as UTF-8, that stands for `start..<end` of the source.
  mutating func append(scalar value: UInt32, from start: Int, to end: Int) {
    guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else {
      for byte: UInt8 in [0xef, 0xbf, 0xbd] { append(byte, from: start, to: end) }
      return
    }
    for byte in encoded { append(byte, from: start, to: end) }
  }
}
