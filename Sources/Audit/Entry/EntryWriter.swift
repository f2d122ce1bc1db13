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

  mutating func put(_ text: String) {
    byte(0x22)
    contents(of: text)
    byte(0x22)
  }

  mutating func put(_ text: String?) {
    if let text { put(text) } else { literal("null") }
  }

  /// Text that needs no escapes, without quotes.
  mutating func plain(_ text: String) {
    let isWritten: Void? = unsafe text.utf8.withContiguousStorageIfAvailable {
      unsafe copy(UnsafeRawBufferPointer($0))
    }
    if isWritten == nil { bytes(Array(text.utf8)) }
  }

  mutating func put(_ number: Int?) {
    if let number { put(number) } else { literal("null") }
  }

  mutating func put(_ number: Int) {
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
      plain(number.description)
    } else {
      literal("null")
    }
  }

  mutating func put(_ time: Timestamp) {
    byte(0x22)
    var text: [UInt8] = []
    text.reserveCapacity(32)
    time.appendRFC3339(to: &text)
    bytes(text)
    byte(0x22)
  }

  /// JSON that has passed the strict check. Line ends between its tokens become spaces: an entry is a line.
  mutating func put(json: [UInt8]) {
    bytes(json.map { $0 == 0x0a || $0 == 0x0d ? 0x20 : $0 })
  }

  /// The inside of a JSON string.
  private mutating func contents(of text: String) {
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
    var index = 0
    while index + 8 <= text.count {
      // SAFETY: eight bytes from `index` on lie in the buffer.
      let word = unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if hasEscape(word) { return true }
      index += 8
    }
    while index < text.count {
      let byte = unsafe text[index]
      if byte < 0x20 || byte == 0x22 || byte == 0x5c { return true }
      index += 1
    }
    return false
  }

  /// Exact for eight bytes: a byte is below `n` if subtracting `n` borrows into its high bit and it had none.
  private static func hasEscape(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let controls = (word &- ones &* 0x20) & ~word
    let quotes = word ^ (ones &* 0x22)
    let backslashes = word ^ (ones &* 0x5c)
    return (controls | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)) & highs != 0
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
