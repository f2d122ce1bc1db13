internal import Basics

/// Base64, hexadecimal, JSON and URL encodings.
extension Builtins {
  static let encodings: [Builtin] = [
    Builtin("base64.encode", 1) { call throws(BuiltinError) in
      call.string(padded(Base64.encode(try call.text(0).bytes, .standard)))
    },
    Builtin("base64.decode", 1) { call throws(BuiltinError) in
      call.string(try GoBase64.decode(try call.text(0).bytes, .standard))
    },
    Builtin("base64.is_valid", 1) { call throws(BuiltinError) in
      guard call[0].has(.string) else { return .no }
      return .boolean((try? GoBase64.decode(call[0].text.bytes, .standard)) != nil)
    },
    Builtin("base64url.encode", 1) { call throws(BuiltinError) in
      call.string(padded(Base64.encode(try call.text(0).bytes, .url)))
    },
    Builtin("base64url.encode_no_pad", 1) { call throws(BuiltinError) in
      call.string(unpadded(Base64.encode(try call.text(0).bytes, .url)))
    },
    Builtin("base64url.decode", 1) { call throws(BuiltinError) in
      call.string(try GoBase64.decodeURL(try call.text(0).bytes))
    },
    Builtin("hex.encode", 1) { call throws(BuiltinError) in call.string(Hex.encode(try call.text(0).bytes)) },
    Builtin("hex.decode", 1) { call throws(BuiltinError) in
      let text = try call.text(0)
      guard let bytes = Hex.decode(text.bytes) else {
        guard let bad = text.string.unicodeScalars.first(where: { !$0.properties.isASCIIHexDigit }) else {
          throw .failed("encoding/hex: odd length hex string")
        }
        let number = String(bad.value, radix: 16, uppercase: true)
        let padding = String(repeating: "0", count: max(0, 4 - number.utf8.count))
        throw .failed("encoding/hex: invalid byte: U+\(padding)\(number) '\(bad)'")
      }
      return call.string(bytes)
    },
    Builtin("json.marshal", 1) { call throws(BuiltinError) in call.string(call[0].marshalled) },
    Builtin("json.unmarshal", 1) { call throws(BuiltinError) in
      guard let value = JSONReader.value(try call.text(0).bytes, in: call.arena) else {
        throw .failed("invalid JSON: check quotes, commas and brackets")
      }
      return value
    },
    Builtin("json.is_valid", 1) { call throws(BuiltinError) in
      guard call[0].has(.string) else { return .no }
      return .boolean(JSONReader.value(call[0].text.bytes, in: call.arena) != nil)
    },
    Builtin("urlquery.encode", 1) { call throws(BuiltinError) in call.string(URLEscapes.encodedQuery(try call.text(0).bytes)) },
    Builtin("urlquery.decode", 1) { call throws(BuiltinError) in
      call.string(try URLEscapes.decoded(try call.text(0).bytes[...], .query))
    },
    Builtin("urlquery.encode_object", 1) { call throws(BuiltinError) in try encodeObject(call) },
    Builtin("urlquery.decode_object", 1) { call throws(BuiltinError) in try decodeObject(call) },
  ]

  /// With `=` up to a multiple of four characters.
  static func padded(_ text: String) -> String {
    let bare = unpadded(text)
    return bare + String(repeating: "=", count: (4 - bare.utf8.count % 4) % 4)
  }

  static func unpadded(_ text: String) -> String {
    var text = text
    while text.hasSuffix("=") { text.removeLast() }
    return text
  }

  private static func encodeObject(_ call: Arguments) throws(BuiltinError) -> Value {
    let table = try call.object(0)
    var parts: [String] = []
    for index in 0..<table.count {
      let key = table.key(index)
      guard key.has(.string) else { throw .operand(1, "must have string keys") }
      let value = table.value(index)
      let values = value.has(.string) ? [value] : members(of: value)
      for item in values {
        guard item.has(.string) else { throw .operand(1, "values must be string, array[string], or set[string]") }
        let name = String(decoding: URLEscapes.encodedQuery(key.text.bytes), as: UTF8.self)
        parts.append(name + "=" + String(decoding: URLEscapes.encodedQuery(item.text.bytes), as: UTF8.self))
      }
    }
    return call.string(parts.joined(separator: "&"))
  }

  private static func members(of value: Value) -> [Value] {
    if value.has(.array) { return Array(value.elements) }
    return value.has(.set) ? (0..<value.table.count).map(value.table.key) : [.null]
  }

  private static func decodeObject(_ call: Arguments) throws(BuiltinError) -> Value {
    var members: [(key: Value, values: [Value])] = []
    var indices: [ValueKey: Int] = [:]
    for part in try call.text(0).bytes.split(separator: UInt8(ascii: "&")) {
      if part.contains(UInt8(ascii: ";")) { throw .failed("invalid semicolon separator in query") }
      let pieces = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let key = call.string(try URLEscapes.decoded(pieces[0], .query))
      let value = call.string(pieces.count > 1 ? try URLEscapes.decoded(pieces[1], .query) : [])
      if let index = indices[ValueKey(value: key)] {
        members[index].values.append(value)
      } else {
        indices[ValueKey(value: key)] = members.count
        members.append((key, [value]))
      }
    }
    return call.arena.object(members.map { (key: $0.key, value: call.arena.array($0.values)) })
  }
}
