internal import Basics

/// How values are written: as Rego terms (`description`) and as JSON.
extension Value: CustomStringConvertible {
  /// Rego's own notation: sets as `{1, 2}`, the empty one as `set()`.
  var description: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  func write(to bytes: inout [UInt8]) {
    switch tag {
    case .array:
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(contentsOf: [UInt8(ascii: ","), UInt8(ascii: " ")]) }
        element.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .set:
      let table = self.table
      if table.count == 0 { return bytes.append(contentsOf: "set()".utf8) }
      bytes.append(UInt8(ascii: "{"))
      for index in 0..<table.count {
        if index > 0 { bytes.append(contentsOf: [UInt8(ascii: ","), UInt8(ascii: " ")]) }
        table.key(index).write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    case .object:
      let table = self.table
      bytes.append(UInt8(ascii: "{"))
      for index in 0..<table.count {
        if index > 0 { bytes.append(contentsOf: [UInt8(ascii: ","), UInt8(ascii: " ")]) }
        table.key(index).write(to: &bytes)
        bytes.append(contentsOf: [UInt8(ascii: ":"), UInt8(ascii: " ")])
        table.value(index).write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    default: writeScalar(to: &bytes)
    }
  }

  private func writeScalar(to bytes: inout [UInt8]) {
    switch tag {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .boolean: bytes.append(contentsOf: (payload == 1 ? "true" : "false").utf8)
    case .integer, .decimal: bytes.append(contentsOf: numberText.utf8)
    case .string: Value.appendQuoted(text.string, to: &bytes)
    default: bytes.append(contentsOf: "<undefined>".utf8)
    }
  }

  /// Compact JSON: sets as arrays, keys that are not strings as their text.
  func writeJSON(to bytes: inout [UInt8]) {
    switch tag {
    case .array, .set:
      bytes.append(UInt8(ascii: "["))
      for index in 0..<(memberCount ?? 0) {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        (has(.array) ? elements[index] : table.key(index)).writeJSON(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object:
      let table = self.table
      bytes.append(UInt8(ascii: "{"))
      for index in 0..<table.count {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        let key = table.key(index)
        if key.has(.string) {
          key.writeScalar(to: &bytes)
        } else {
          bytes.append(UInt8(ascii: "\""))
          JSONEscapes.appendEscaped(key.jsonText.utf8, to: &bytes)
          bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ":"))
        table.value(index).writeJSON(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    default: writeScalar(to: &bytes)
    }
  }

  /// A string in quotes, with JSON's escapes.
  static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    JSONEscapes.appendEscaped(text.utf8, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// The bytes that `json.marshal` gives: `<`, `>` and `&` escaped, as Go's encoder does.
  var marshalled: [UInt8] {
    var bytes: [UInt8] = []
    writeJSON(to: &bytes)
    return Value.escapingHTML(bytes)
  }

  /// In JSON text those characters stand in strings only, so they can be replaced afterwards.
  static func escapingHTML(_ json: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(json.count)
    for (index, byte) in json.enumerated() {
      switch byte {
      case UInt8(ascii: "<"): result.append(contentsOf: "\\u003c".utf8)
      case UInt8(ascii: ">"): result.append(contentsOf: "\\u003e".utf8)
      case UInt8(ascii: "&"): result.append(contentsOf: "\\u0026".utf8)
      case 0xA8, 0xA9:
        // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
        if index >= 2, json[index - 1] == 0x80, json[index - 2] == 0xE2 {
          result.removeLast(2)
          result.append(contentsOf: byte == 0xA8 ? "\\u2028".utf8 : "\\u2029".utf8)
        } else {
          result.append(byte)
        }
      default: result.append(byte)
      }
    }
    return result
  }

  var jsonText: String {
    var bytes: [UInt8] = []
    writeJSON(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
