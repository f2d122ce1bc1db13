/// The UTF-8 bytes of a string value: `count` (8 bytes), then the bytes.
@safe struct Text {
  let base: UnsafePointer<UInt8>
  let count: Int

  @inline(__always)
  init(base: UnsafePointer<UInt8>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  /// Offsets at or past the end read as zero, so that parsers need no second check.
  @inline(__always)
  subscript(index: Int) -> UInt8 {
    // SAFETY: the index is checked against the count the storage was made with.
    index >= 0 && index < count ? unsafe base[index] : 0
  }

  /// The text; every byte that is not part of a character becomes U+FFFD, as Go reads it.
  var string: String {
    let buffer = unsafe UnsafeBufferPointer(start: base, count: count)
    if let valid = unsafe String(validating: buffer, as: UTF8.self) { return valid }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }

  var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }

  func bytes(_ range: Range<Int>) -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    return unsafe Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  @inline(__always)
  func equals(_ other: Text) -> Bool {
    unsafe count == other.count && Bytes.equal(base, other.base, count)
  }

  /// Order by bytes, which for UTF-8 is the order of the scalars.
  func compare(_ other: Text) -> Int {
    let order = unsafe Bytes.compare(base, other.base, min(count, other.count))
    return order != 0 ? order : count - other.count
  }

  func hasPrefix(_ other: Text) -> Bool {
    unsafe other.count <= count && Bytes.equal(base, other.base, other.count)
  }

  func hasSuffix(_ other: Text) -> Bool {
    unsafe other.count <= count && Bytes.equal(base + (count - other.count), other.base, other.count)
  }

  /// Offset of the first occurrence of `needle` at or after `start`; an empty needle is found at once.
  func find(_ needle: Text, from start: Int = 0) -> Int? {
    guard needle.count > 0 else { return start <= count ? start : nil }
    guard start < count else { return nil }
    return unsafe Bytes.find(needle.base, needle.count, in: base + start, count - start).map { start + $0 }
  }

  var isASCII: Bool {
    for index in 0..<count where unsafe base[index] >= 0x80 { return false }
    return true
  }
}

extension Value {
  /// The text of a string value.
  @inline(__always)
  var text: Text {
    // SAFETY: string storage is a count followed by that many bytes.
    unsafe Text(
      base: (storage + 8).assumingMemoryBound(to: UInt8.self), count: storage.load(as: Int.self))
  }

  var stringValue: String? { has(.string) ? text.string : nil }
}
