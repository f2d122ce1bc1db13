import Basics

/// Appends the parts of an entry to one array of bytes.
///
/// Keys are written with their punctuation as one literal, and a string without anything to escape is one
/// copy: this runs twice for every call.
struct EntryWriter {
  private(set) var bytes: [UInt8]

  init(capacity: Int) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// Text that is JSON already: keys, quotes and punctuation.
  mutating func literal(_ text: StaticString) {
    // SAFETY: the buffer of a literal lives as long as the process.
    text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func put(_ text: String) {
    put(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      // SAFETY: the buffer is read inside this closure only.
      if unsafe Self.needsEscape(utf8) {
        unsafe JSONEscapes.appendEscaped(utf8, to: &bytes)
      } else {
        unsafe bytes.append(contentsOf: utf8)
      }
    }
    put(UInt8(ascii: "\""))
  }

  mutating func put(_ text: String?) {
    if let text { put(text) } else { literal("null") }
  }

  mutating func put(_ number: Int?) {
    if let number { put(number) } else { literal("null") }
  }

  mutating func put(_ number: Int) {
    if number < 0 { put(UInt8(ascii: "-")) }
    put(UInt64(number.magnitude))
  }

  mutating func put(_ number: UInt64) {
    bytes.appendDecimal(number)
  }

  /// A finite number as JSON; JSON has no others, so what is not finite reads null.
  mutating func put(_ number: Double) {
    if let whole = Int(exactly: number) {
      put(whole)
    } else if number.isFinite {
      bytes.append(contentsOf: number.description.utf8)
    } else {
      literal("null")
    }
  }

  mutating func put(_ time: Timestamp) {
    put(UInt8(ascii: "\""))
    time.appendRFC3339(to: &bytes)
    put(UInt8(ascii: "\""))
  }

  /// JSON that has passed the strict check. Line ends between its tokens become spaces: an entry is a line.
  mutating func put(json: [UInt8]) {
    let start = bytes.count
    bytes.append(contentsOf: json)
    for index in start..<bytes.count where bytes[index] == 0x0a || bytes[index] == 0x0d {
      bytes[index] = 0x20
    }
  }

  private mutating func put(_ byte: UInt8) { bytes.append(byte) }

  private static func needsEscape(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    for unsafe byte in unsafe utf8 where byte < 0x20 || byte == 0x22 || byte == 0x5c { return true }
    return false
  }
}

extension [UInt8] {
  /// Appends a number in decimal digits.
  mutating func appendDecimal(_ number: UInt64) {
    let start = count
    var rest = number
    repeat {
      append(0x30 &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    self[start...].reverse()
  }
}
