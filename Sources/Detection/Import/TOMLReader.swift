/// Reads TOML as configuration files of scanners are written in it. SOURCE: TOML 1.0.0.
///
/// Not read: dates as dates, and keys that are defined twice are not complained about.
struct TOMLReader {
  struct Problem: Error {
    /// Counted from 1.
    var line: Int
    var message: String
  }

  private let bytes: [UInt8]
  private var at = 0
  private static let depthMax = 16

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The root table of a document.
  static func read(_ text: String) throws(Problem) -> TOMLValue {
    var reader = TOMLReader(text)
    return try reader.document()
  }

  private mutating func document() throws(Problem) -> TOMLValue {
    var root: [String: TOMLValue] = [:]
    var place: [String] = []
    while true {
      skipBlank()
      guard at < bytes.count else { return .table(root) }
      if bytes[at] == 0x5b {
        place = try header(&root)
      } else {
        let path = try key()
        try expect(0x3d, "=")
        Self.set(&root, place + path, try value(depth: 0))
      }
      try endOfLine()
    }
  }

  /// `[table]` or `[[element of a list of tables]]`.
  private mutating func header(_ root: inout [String: TOMLValue]) throws(Problem) -> [String] {
    at += 1
    let isElement = at < bytes.count && bytes[at] == 0x5b
    if isElement { at += 1 }
    let path = try key()
    try expect(0x5d, "]")
    if isElement { try expect(0x5d, "]]") }
    if isElement { Self.append(&root, path) } else { Self.open(&root, path) }
    return path
  }

  // MARK: Places in the tree. A list of tables stands for its last element.

  private static func change(
    _ table: inout [String: TOMLValue], _ path: ArraySlice<String>, _ body: (inout [String: TOMLValue]) -> Void
  ) {
    guard let first = path.first else { return body(&table) }
    switch table[first] {
    case .list(var elements):
      guard case .table(var last)? = elements.last else { return }
      change(&last, path.dropFirst(), body)
      elements[elements.count - 1] = .table(last)
      table[first] = .list(elements)
    case .table(var inner):
      change(&inner, path.dropFirst(), body)
      table[first] = .table(inner)
    default:
      var inner: [String: TOMLValue] = [:]
      change(&inner, path.dropFirst(), body)
      table[first] = .table(inner)
    }
  }

  private static func set(_ root: inout [String: TOMLValue], _ path: [String], _ value: TOMLValue) {
    guard let last = path.last else { return }
    change(&root, path.dropLast()) { $0[last] = value }
  }

  private static func open(_ root: inout [String: TOMLValue], _ path: [String]) { change(&root, path[...]) { _ in } }

  private static func append(_ root: inout [String: TOMLValue], _ path: [String]) {
    guard let last = path.last else { return }
    change(&root, path.dropLast()) { table in
      let elements = table[last]?.list ?? []
      table[last] = .list(elements + [.table([:])])
    }
  }

  // MARK: Words

  private mutating func key() throws(Problem) -> [String] {
    var parts: [String] = []
    while true {
      skipSpaces()
      guard at < bytes.count else { throw problem("a key belongs here") }
      if bytes[at] == 0x22 || bytes[at] == 0x27 {
        parts.append(try string())
      } else {
        let start = at
        while at < bytes.count, ASCII.isAlphanumeric(bytes[at]) || bytes[at] == 0x5f || bytes[at] == 0x2d { at += 1 }
        guard at > start else { throw problem("a key belongs here") }
        parts.append(String(decoding: bytes[start..<at], as: UTF8.self))
      }
      skipSpaces()
      guard at < bytes.count, bytes[at] == 0x2e, parts.count < Self.depthMax else { return parts }
      at += 1
    }
  }

  private mutating func value(depth: Int) throws(Problem) -> TOMLValue {
    guard depth < Self.depthMax else { throw problem("nested more than \(Self.depthMax) deep") }
    skipSpaces()
    guard at < bytes.count else { throw problem("a value belongs here") }
    switch bytes[at] {
    case 0x22, 0x27: return .text(try string())
    case 0x5b: return try list(depth: depth)
    case 0x7b: return try inlineTable(depth: depth)
    default: return try word()
    }
  }

  private mutating func list(depth: Int) throws(Problem) -> TOMLValue {
    at += 1
    var elements: [TOMLValue] = []
    while true {
      skipBlank()
      guard at < bytes.count else { throw problem("] is missing") }
      if bytes[at] == 0x5d {
        at += 1
        return .list(elements)
      }
      elements.append(try value(depth: depth + 1))
      skipBlank()
      if at < bytes.count, bytes[at] == 0x2c { at += 1 }
    }
  }

  private mutating func inlineTable(depth: Int) throws(Problem) -> TOMLValue {
    at += 1
    var members: [String: TOMLValue] = [:]
    while true {
      skipBlank()
      guard at < bytes.count else { throw problem("} is missing") }
      if bytes[at] == 0x7d {
        at += 1
        return .table(members)
      }
      let path = try key()
      try expect(0x3d, "=")
      Self.set(&members, path, try value(depth: depth + 1))
      skipBlank()
      if at < bytes.count, bytes[at] == 0x2c { at += 1 }
    }
  }

  private mutating func word() throws(Problem) -> TOMLValue {
    let start = at
    while at < bytes.count, !ASCII.isSpace(bytes[at]), !",]}#".utf8.contains(bytes[at]) { at += 1 }
    guard at > start else { throw problem("a value belongs here") }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if text == "true" || text == "false" { return .flag(text == "true") }
    if let number = Double(text.replacing("_", with: "")) { return .number(number) }
    return .text(text)
  }

  // MARK: Strings

  private mutating func string() throws(Problem) -> String {
    let quote = bytes[at]
    let isLong = at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote
    at += isLong ? 3 : 1
    if isLong, at < bytes.count, bytes[at] == 0x0d { at += 1 }
    if isLong, at < bytes.count, bytes[at] == 0x0a { at += 1 }
    var text: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      if byte == quote, !isLong || closesLong(quote) {
        at += isLong ? 3 : 1
        return String(decoding: text, as: UTF8.self)
      }
      if byte == 0x0a, !isLong { break }
      at += 1
      if byte == 0x5c, quote == 0x22 { try escape(into: &text) } else { text.append(byte) }
    }
    throw problem("the string does not end")
  }

  /// Three quotes end a long string; one or two more before them belong to it.
  private func closesLong(_ quote: UInt8) -> Bool {
    at + 2 < bytes.count && bytes[at + 1] == quote && bytes[at + 2] == quote
      && !(at + 3 < bytes.count && bytes[at + 3] == quote)
  }

  private mutating func escape(into text: inout [UInt8]) throws(Problem) {
    guard at < bytes.count else { throw problem("the string does not end") }
    let letter = bytes[at]
    at += 1
    switch letter {
    case 0x6e: text.append(0x0a)
    case 0x74: text.append(0x09)
    case 0x72: text.append(0x0d)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0c)
    case 0x22, 0x5c: text.append(letter)
    case 0x75, 0x55:
      let count = letter == 0x75 ? 4 : 8
      let digits = String(decoding: bytes[at..<min(at + count, bytes.count)], as: UTF8.self)
      guard let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else {
        throw problem("\\u needs \(count) hexadecimal digits")
      }
      text += Array(String(Character(scalar)).utf8)
      at += count
    case 0x0a: while at < bytes.count, ASCII.isSpace(bytes[at]) { at += 1 }
    default: throw problem("\\\(String(decoding: [letter], as: UTF8.self)) is no escape of TOML")
    }
  }

  // MARK: Between words

  private mutating func skipSpaces() { while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 } }

  private mutating func skipBlank() {
    while at < bytes.count {
      if ASCII.isSpace(bytes[at]) {
        at += 1
      } else if bytes[at] == 0x23 {
        while at < bytes.count, bytes[at] != 0x0a { at += 1 }
      } else {
        return
      }
    }
  }

  private mutating func expect(_ byte: UInt8, _ name: String) throws(Problem) {
    skipSpaces()
    guard at < bytes.count, bytes[at] == byte else { throw problem("\(name) belongs here") }
    at += 1
  }

  private mutating func endOfLine() throws(Problem) {
    skipSpaces()
    if at < bytes.count, bytes[at] == 0x23 { while at < bytes.count, bytes[at] != 0x0a { at += 1 } }
    if at < bytes.count, bytes[at] == 0x0d { at += 1 }
    guard at >= bytes.count || bytes[at] == 0x0a else { throw problem("the line should end here") }
  }

  private func problem(_ message: String) -> Problem {
    Problem(line: bytes[..<min(at, bytes.count)].count { $0 == 0x0a } + 1, message: message)
  }
}
