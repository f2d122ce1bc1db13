internal import Basics

/// Reads JSON into an arena as Go's decoder does for policies: of equal keys the last counts, numbers keep their text,
/// invalid UTF-8 and lone surrogates become U+FFFD.
struct JSONReader {
  /// How deep arrays and objects may nest.
  static let depthLimit = 500

  private let bytes: [UInt8]
  private let arena: Arena
  private var position = 0

  init(_ bytes: [UInt8], arena: Arena) {
    self.bytes = bytes
    self.arena = arena
  }

  /// The value of the whole text, or nil if it is not JSON.
  static func value(_ bytes: [UInt8], in arena: Arena) -> Value? {
    var reader = JSONReader(bytes, arena: arena)
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipSpace()
    return reader.position == bytes.count ? value : nil
  }

  private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
  }

  private mutating func accept(_ wanted: UInt8) -> Bool {
    skipSpace()
    guard byte == wanted, position < bytes.count else { return false }
    position += 1
    return true
  }

  private mutating func word(_ text: String, _ value: Value) -> Value? {
    guard bytes[position...].starts(with: text.utf8) else { return nil }
    position += text.utf8.count
    return value
  }

  private mutating func value(depth: Int) -> Value? {
    guard depth < JSONReader.depthLimit else { return nil }
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "["): return array(depth)
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "t"): return word("true", .yes)
    case UInt8(ascii: "f"): return word("false", .no)
    case UInt8(ascii: "n"): return word("null", .null)
    default: return number()
    }
  }

  private mutating func object(_ depth: Int) -> Value? {
    position += 1
    var members: [(key: Value, value: Value)] = []
    if accept(UInt8(ascii: "}")) { return arena.object([]) }
    repeat {
      skipSpace()
      guard byte == UInt8(ascii: "\""), let key = string(), accept(UInt8(ascii: ":")), let value = value(depth: depth + 1)
      else { return nil }
      members.append((key, value))
    } while accept(UInt8(ascii: ","))
    return accept(UInt8(ascii: "}")) ? arena.object(members) : nil
  }

  private mutating func array(_ depth: Int) -> Value? {
    position += 1
    var elements: [Value] = []
    if accept(UInt8(ascii: "]")) { return arena.array([]) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      elements.append(value)
    } while accept(UInt8(ascii: ","))
    return accept(UInt8(ascii: "]")) ? arena.array(elements) : nil
  }

  private mutating func string() -> Value? {
    position += 1
    let start = position
    var hasEscape = false
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] < 0x20 { return nil }
      if bytes[position] == UInt8(ascii: "\\") {
        hasEscape = true
        position += 1
        guard "\"\\/bfnrtu".utf8.contains(byte) else { return nil }
      }
      position += 1
    }
    guard position < bytes.count else { return nil }
    let raw = bytes[start..<position]
    position += 1
    let plain = hasEscape ? JSONEscapes.unescaped(raw)[...] : raw
    return String(validating: plain, as: UTF8.self) != nil
      ? arena.string(plain) : arena.string(String(decoding: plain, as: UTF8.self))
  }

  private mutating func number() -> Value? {
    let start = position
    while position < bytes.count, Lexer.isDigit(byte) || "+-.eE".utf8.contains(byte) { position += 1 }
    return arena.parsedNumber(String(decoding: bytes[start..<position], as: UTF8.self))
  }
}
