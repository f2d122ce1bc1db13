/// Characters as Go counts them: Unicode scalars, and each byte that belongs to none.
extension Text {
  /// The character at a byte offset and its width in bytes; U+FFFD of width 1 for a byte that starts none.
  func scalar(at index: Int) -> (scalar: Unicode.Scalar, width: Int) {
    let first = self[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, index + width <= count else { return ("\u{FFFD}", 1) }
    var value = UInt32(first) & (0x7F >> UInt32(width))
    for offset in 1..<width {
      let byte = self[index + offset]
      guard byte & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let least: UInt32 = width == 2 ? 0x80 : width == 3 ? 0x800 : 0x10000
    guard value >= least, let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
    return (scalar, width)
  }

  var scalars: [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var index = 0
    while index < count {
      let (scalar, width) = scalar(at: index)
      result.append(scalar)
      index += width
    }
    return result
  }

  var scalarCount: Int { scalars(before: count) }

  /// Number of characters in the first `offset` bytes.
  func scalars(before offset: Int) -> Int { scalars(in: 0..<offset) }

  /// Number of characters that start in a range of bytes.
  func scalars(in range: Range<Int>) -> Int {
    var total = 0
    var index = range.lowerBound
    while index < range.upperBound {
      index = nextScalar(after: index)
      total += 1
    }
    return total
  }

  @inline(__always)
  func nextScalar(after index: Int) -> Int {
    self[index] < 0x80 ? index + 1 : index + scalar(at: index).width
  }

  /// Byte offset of the character `number` places after `start`, at most the end.
  func byteOffset(ofScalar number: Int, from start: Int = 0) -> Int {
    var index = start
    var left = number
    while left > 0, index < count {
      index = nextScalar(after: index)
      left -= 1
    }
    return index
  }
}
