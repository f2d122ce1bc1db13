/// `regex.*` and `glob.*`
extension Builtins {
  static let patterns: [Builtin] = [
    Builtin("regex.match", 2) { call throws(BuiltinError) in try regexMatch(call) },
    Builtin("re_match", 2) { call throws(BuiltinError) in try regexMatch(call) },
    Builtin("regex.is_valid", 1) { call throws(BuiltinError) in
      guard call[0].has(.string) else { return .no }
      return .boolean((try? RegularExpression(call[0].text.string)) != nil)
    },
    Builtin("regex.split", 2) { call throws(BuiltinError) in
      let text = try call.text(1)
      let pattern = try expression(call, 0)
      if text.count == 0 { return call.arena.array([call[1]]) }
      var parts: [Value] = []
      var start = 0
      for match in try pattern.allMatches(text) {
        guard let range = match[0], range.upperBound > 0 || !range.isEmpty else { continue }
        if range.isEmpty, range.lowerBound == text.count { continue }
        parts.append(call.arena.string(text, start..<range.lowerBound))
        start = range.upperBound
      }
      parts.append(call.arena.string(text, start..<text.count))
      return call.arena.array(parts)
    },
    Builtin("regex.find_n", 3) { call throws(BuiltinError) in
      let text = try call.text(1)
      let limit = try call.integer(2)
      let found = try expression(call, 0).allMatches(text, limit: limit < 0 ? .max : Int(clamping: limit))
      return call.arena.array(found.map { call.arena.string(text, $0[0] ?? 0..<0) })
    },
    Builtin("regex.find_all_string_submatch_n", 3) { call throws(BuiltinError) in
      let text = try call.text(1)
      let limit = try call.integer(2)
      let pattern = try expression(call, 0)
      let found = try pattern.allMatches(
        text, limit: limit < 0 ? .max : Int(clamping: limit), groups: pattern.groupCount + 1)
      return call.arena.array(
        found.map { groups in call.arena.array(groups.map { call.arena.string(text, $0 ?? 0..<0) }) })
    },
    Builtin("regex.replace", 3) { call throws(BuiltinError) in try regexReplace(call) },
    Builtin("regex.template_match", 4) { call throws(BuiltinError) in try templateMatch(call) },
    Builtin("regex.globs_match", 2) { call throws(BuiltinError) in
      .boolean(try GlobIntersection(try call.text(0), try call.text(1)).isNonEmpty())
    },
    Builtin("glob.match", 3) { call throws(BuiltinError) in try globMatch(call) },
    Builtin("glob.quote_meta", 1) { call throws(BuiltinError) in
      var result: [UInt8] = []
      for byte in try call.text(0).bytes {
        if Array("*?\\[]{}".utf8).contains(byte) { result.append(UInt8(ascii: "\\")) }
        result.append(byte)
      }
      return call.string(result)
    },
  ]

  private static func expression(_ call: Arguments, _ index: Int) throws(BuiltinError) -> RegularExpression {
    try call.machine.cache.pattern(try call.string(index))
  }

  private static func regexMatch(_ call: Arguments) throws(BuiltinError) -> Value {
    let text = try call.text(1)
    return .boolean(try expression(call, 0).matches(text))
  }

  private static func regexReplace(_ call: Arguments) throws(BuiltinError) -> Value {
    let text = try call.text(0)
    let replacement = try call.text(2).bytes
    let pattern = try expression(call, 1)
    var result: [UInt8] = []
    var start = 0
    for groups in try pattern.allMatches(text, groups: pattern.groupCount + 1) {
      guard let range = groups[0] else { continue }
      result.append(contentsOf: text.bytes(start..<range.lowerBound))
      expand(replacement, text, groups, pattern, &result)
      start = range.upperBound
      try call.reserve(result.count)
    }
    result.append(contentsOf: text.bytes(start..<text.count))
    return call.string(result)
  }

  /// Go's template: `$1`, `${name}`, `$$`; a group that is not there is empty.
  private static func expand(
    _ template: [UInt8], _ text: Text, _ groups: [Range<Int>?], _ pattern: RegularExpression, _ result: inout [UInt8]
  ) {
    var index = 0
    while index < template.count {
      let byte = template[index]
      index += 1
      guard byte == UInt8(ascii: "$"), index < template.count else {
        result.append(byte)
        continue
      }
      if template[index] == UInt8(ascii: "$") {
        result.append(byte)
        index += 1
        continue
      }
      let braced = template[index] == UInt8(ascii: "{")
      var end = braced ? index + 1 : index
      let start = end
      while end < template.count, Lexer.isNamePart(template[end]) { end += 1 }
      guard end > start, !braced || end < template.count && template[end] == UInt8(ascii: "}") else {
        result.append(byte)
        continue
      }
      let name = String(decoding: template[start..<end], as: UTF8.self)
      if let number = Int(name) ?? pattern.group(named: name), number < groups.count, let range = groups[number] {
        result.append(contentsOf: text.bytes(range))
      }
      index = braced ? end + 1 : end
    }
  }

  /// A template is literal text with regular expressions between two delimiters.
  private static func templateMatch(_ call: Arguments) throws(BuiltinError) -> Value {
    let template = try call.text(0).bytes
    let text = try call.text(1)
    guard let open = try call.text(2).bytes.first, let close = try call.text(3).bytes.first,
      try call.text(2).count == 1, try call.text(3).count == 1
    else { throw .failed("delimiters must be one character each") }
    var pattern: [UInt8] = Array("^".utf8)
    var index = 0
    while index < template.count {
      guard template[index] == open else {
        appendQuoted(template[index], &pattern)
        index += 1
        continue
      }
      guard let end = template[index...].firstIndex(of: close) else { throw .failed("unbalanced braces in template") }
      pattern.append(UInt8(ascii: "("))
      pattern.append(contentsOf: template[(index + 1)..<end])
      pattern.append(UInt8(ascii: ")"))
      index = end + 1
    }
    pattern.append(UInt8(ascii: "$"))
    return .boolean(try call.machine.cache.pattern(String(decoding: pattern, as: UTF8.self)).matches(text))
  }

  static func appendQuoted(_ byte: UInt8, _ pattern: inout [UInt8]) {
    if byte < 0x80, !Lexer.isNamePart(byte) { pattern.append(UInt8(ascii: "\\")) }
    pattern.append(byte)
  }
}
