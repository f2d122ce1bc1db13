import Basics

/// Writes the parts of an entry into memory of a fixed size.
///
/// This runs twice for every call, so keys are written with their punctuation as one literal, a string
/// without anything to escape is one copy, and nothing grows: what does not fit is left out and noticed in
/// ``isOverfull``, and the caller begins again with more room.
@safe struct EntryWriter: ~Copyable {
  // SAFETY: `room` outlives the writer, which lives inside the closure that was given the memory; every write
  // passes through `reserve`, which checks the size.
  private let room: UnsafeMutableRawBufferPointer
  private(set) var count = 0
  private(set) var isOverfull = false

  init(_ room: UnsafeMutableRawBufferPointer) {
    unsafe self.room = room
  }

  /// Text that is JSON already: keys, quotes and punctuation.
  mutating func literal(_ text: StaticString) {
    text.withUTF8Buffer { unsafe copy(UnsafeRawBufferPointer($0)) }
  }

  mutating func put(_ text: String?) {
    guard let text else { return literal("null") }
    byte(0x22)
    contents(of: text)
    byte(0x22)
  }

  /// A layer's object without its closing brace, and the closing brace of the one before.
  mutating func put(_ layer: AuditLayer, isFirst: Bool) {
    let name = unsafe layer.name.encoded
    unsafe copy(isFirst ? UnsafeRawBufferPointer(rebasing: name.dropFirst(2)) : name)
    literal(layer.result.encoded)
    put(layer.durationMicroseconds)
  }

  /// Writes again what was written to a place before.
  mutating func `repeat`(_ place: Range<Int>) {
    guard !isOverfull, place.lowerBound >= 0, place.upperBound <= count else { return }
    unsafe copy(UnsafeRawBufferPointer(rebasing: room[place]))
  }

  mutating func put(_ number: Int?) {
    if let number { put(number) } else { literal("null") }
  }

  mutating func put(_ number: Int) {
    if case 0..<10 = number { return byte(0x30 &+ UInt8(truncatingIfNeeded: number)) }
    if number < 0 { byte(0x2d) }
    let magnitude = UInt64(number.magnitude)
    let digits = Self.digits(of: magnitude)
    guard reserve(digits) else { return }
    var rest = magnitude
    for position in (count - digits..<count).reversed() {
      unsafe room[position] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// A finite number as JSON; JSON has no others, so what is not finite reads null.
  mutating func put(_ number: Double) {
    if let whole = Int(exactly: number) {
      put(whole)
    } else if number.isFinite {
      bytes(Array(number.description.utf8))
    } else {
      literal("null")
    }
  }

  /// The inside of a JSON string.
  mutating func contents(of time: Timestamp) {
    let start = count
    guard reserve(Timestamp.rfc3339Bytes) else { return }
    unsafe time.writeRFC3339(to: UnsafeMutableRawBufferPointer(rebasing: room[start..<count]))
  }

  /// JSON that has passed the strict check. Line ends between its tokens become spaces: an entry is a line.
  mutating func put(json: [UInt8]) {
    bytes(json.map { $0 == 0x0a || $0 == 0x0d ? 0x20 : $0 })
  }

  /// The inside of a JSON string.
  mutating func contents(of text: String) {
    let isWritten = unsafe text.utf8.withContiguousStorageIfAvailable { utf8 in
      let raw = UnsafeRawBufferPointer(utf8)
      guard unsafe !Self.needsEscape(raw) else { return false }
      unsafe copy(raw)
      return true
    }
    if isWritten == true { return }
    var escaped: [UInt8] = []
    JSONEscapes.appendEscaped(text.utf8, to: &escaped)
    bytes(escaped)
  }

  private mutating func bytes(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe copy($0) }
  }

  private mutating func byte(_ byte: UInt8) {
    guard reserve(1) else { return }
    unsafe room[count - 1] = byte
  }

  private mutating func copy(_ source: UnsafeRawBufferPointer) {
    let start = count
    guard reserve(source.count), let target = unsafe room.baseAddress, let first = source.baseAddress else {
      return
    }
    unsafe (target + start).copyMemory(from: first, byteCount: source.count)
  }

  /// Counts bytes that are about to be written, if they fit.
  private mutating func reserve(_ bytes: Int) -> Bool {
    guard unsafe bytes <= room.count - count else {
      isOverfull = true
      return false
    }
    count += bytes
    return true
  }

  /// Whether a quotation mark, a backslash or a control character is among the bytes; eight are looked at in
  /// a step.
  private static func needsEscape(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text.count >= 8 else { return unsafe text.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c } }
    var found: UInt64 = 0
    var index = 0
    // SAFETY: eight bytes from each index on lie in the buffer.
    while index &+ 8 <= text.count {
      found |= escapes(in: unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index &+= 8
    }
    // The rest, together with bytes that were looked at already.
    found |= escapes(in: unsafe text.loadUnaligned(fromByteOffset: text.count &- 8, as: UInt64.self))
    return found & 0x8080_8080_8080_8080 != 0
  }

  /// High bits show whether there is an escape: a byte is below `n` if subtracting `n` borrows into its high bit and
  /// it had none.
  @inline(__always) private static func escapes(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let backslashes = word ^ (ones &* 0x5c)
    return ((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
  }

  private static func digits(of number: UInt64) -> Int {
    var digits = 1
    var rest = number
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    return digits
  }
}
