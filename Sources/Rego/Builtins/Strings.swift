/// Strings; positions and lengths count Unicode scalars.
extension Builtins {
  static let strings: [Builtin] = [
    Builtin("concat", 2) { call throws(BuiltinError) in
      let delimiter = try call.text(0)
      var bytes: [UInt8] = []
      for (index, part) in try call.strings(1).enumerated() {
        try call.reserve(bytes.count + delimiter.count + part.count)
        if index > 0 { bytes.append(contentsOf: delimiter.bytes) }
        bytes.append(contentsOf: part.bytes)
      }
      return call.string(bytes)
    },
    Builtin("contains", 2) { call throws(BuiltinError) in .boolean(try call.text(0).find(try call.text(1)) != nil) },
    Builtin("startswith", 2) { call throws(BuiltinError) in .boolean(try call.text(0).hasPrefix(try call.text(1))) },
    Builtin("endswith", 2) { call throws(BuiltinError) in .boolean(try call.text(0).hasSuffix(try call.text(1))) },
    Builtin("strings.any_prefix_match", 2) { call throws(BuiltinError) in try anyPair(call) { $0.hasPrefix($1) } },
    Builtin("strings.any_suffix_match", 2) { call throws(BuiltinError) in try anyPair(call) { $0.hasSuffix($1) } },
    Builtin("indexof", 2) { call throws(BuiltinError) in
      let text = try call.text(0)
      let needle = try call.text(1)
      if needle.count == 0 { throw .failed("empty search character") }
      guard let offset = text.find(needle) else { return .integer(-1) }
      return .integer(text.scalars(before: offset))
    },
    Builtin("indexof_n", 2) { call throws(BuiltinError) in
      let text = try call.text(0)
      let needle = try call.text(1)
      if needle.count == 0 { throw .failed("empty search character") }
      var result: [Value] = []
      var (start, scalars) = (0, 0)
      while let offset = text.find(needle, from: start) {
        try call.spend(1 + needle.count / comparisonsPerStep)
        scalars += text.scalars(in: start..<offset)
        result.append(.integer(scalars))
        start = text.nextScalar(after: offset)
        scalars += 1
      }
      return call.arena.array(result)
    },
    Builtin("lower", 1) { call throws(BuiltinError) in call.string(mapped(try call.string(0), lowered)) },
    Builtin("upper", 1) { call throws(BuiltinError) in call.string(mapped(try call.string(0), raised)) },
    Builtin("replace", 3) { call throws(BuiltinError) in
      call.string(try replacing(call, try call.text(0).bytes, [(try call.text(1).bytes, try call.text(2).bytes)]))
    },
    Builtin("strings.replace_n", 2) { call throws(BuiltinError) in
      let table = try call.object(0)
      var pairs: [([UInt8], [UInt8])] = []
      for index in 0..<table.count {
        guard table.key(index).has(.string) else { throw .operand(1, "non-string key found in pattern object") }
        guard table.value(index).has(.string) else { throw .operand(1, "non-string value found in pattern object") }
        pairs.append((table.key(index).text.bytes, table.value(index).text.bytes))
      }
      return call.string(try replacing(call, try call.text(1).bytes, pairs))
    },
    Builtin("split", 2) { call throws(BuiltinError) in call.arena.array(try split(call)) },
    Builtin("strings.split_n", 3) { call throws(BuiltinError) in
      let parts = try split(call)
      let count = Int(clamping: try call.integer(2))
      if count < 0 { return call.arena.array(Array(parts.suffix(min(parts.count, Int(clamping: count.magnitude))))) }
      return call.arena.array(Array(parts.prefix(count)))
    },
    Builtin("strings.count", 2) { call throws(BuiltinError) in
      let text = try call.text(0)
      let needle = try call.text(1)
      if needle.count == 0 { return .integer(text.scalarCount + 1) }
      var total = 0
      var start = 0
      while let offset = text.find(needle, from: start) {
        total += 1
        start = offset + needle.count
      }
      return .integer(total)
    },
    Builtin("strings.reverse", 1) { call throws(BuiltinError) in
      var result = String.UnicodeScalarView()
      result.append(contentsOf: try call.string(0).unicodeScalars.reversed())
      return call.string(String(result))
    },
    Builtin("substring", 3) { call throws(BuiltinError) in try substring(call) },
    Builtin("trim", 2) { call throws(BuiltinError) in try trim(call, left: true, right: true) },
    Builtin("trim_left", 2) { call throws(BuiltinError) in try trim(call, left: true, right: false) },
    Builtin("trim_right", 2) { call throws(BuiltinError) in try trim(call, left: false, right: true) },
    Builtin("trim_prefix", 2) { call throws(BuiltinError) in
      let text = try call.text(0)
      let prefix = try call.text(1)
      return text.hasPrefix(prefix) ? call.arena.string(text, prefix.count..<text.count) : call[0]
    },
    Builtin("trim_suffix", 2) { call throws(BuiltinError) in
      let text = try call.text(0)
      let suffix = try call.text(1)
      return text.hasSuffix(suffix) ? call.arena.string(text, 0..<(text.count - suffix.count)) : call[0]
    },
    Builtin("trim_space", 1) { call throws(BuiltinError) in
      call.string(trimmed(try call.string(0), left: true, right: true) { $0.properties.isWhitespace })
    },
  ]

  /// Whether any of the first strings fits any of the second.
  private static func anyPair(_ call: Arguments, _ fits: (Text, Text) -> Bool) throws(BuiltinError) -> Value {
    let candidates = try call.strings(0, orOne: true)
    let parts = try call.strings(1, orOne: true)
    for text in candidates {
      try call.spend(parts.count)
      if parts.contains(where: { fits(text, $0) }) { return .yes }
    }
    return .no
  }

  /// Places at which a text was looked for that count as one step.
  private static let comparisonsPerStep = 64

  /// Replaces in one pass from the left; at each place the first pair that fits counts.
  private static func replacing(
    _ call: Arguments, _ text: [UInt8], _ pairs: [([UInt8], [UInt8])]
  ) throws(BuiltinError) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    var afterMatch = false
    var pending = 0
    while index <= text.count {
      pending += pairs.count
      if pending >= comparisonsPerStep {
        try call.spend(pending / comparisonsPerStep)
        pending = 0
      }
      let found = pairs.first { old, _ in
        text[index...].starts(with: old) && !(old.isEmpty && (afterMatch || index < text.count && text[index] & 0xC0 == 0x80))
      }
      if let (old, new) = found {
        try call.reserve(result.count + new.count)
        result.append(contentsOf: new)
        if !old.isEmpty {
          index += old.count
          afterMatch = true
          continue
        }
      }
      afterMatch = false
      if index < text.count { result.append(text[index]) }
      index += 1
    }
    return result
  }

  private static func split(_ call: Arguments) throws(BuiltinError) -> [Value] {
    let text = try call.text(0)
    let delimiter = try call.text(1)
    var parts: [Value] = []
    var start = 0
    if delimiter.count == 0 {
      while start < text.count {
        let next = text.nextScalar(after: start)
        try call.reserve(parts.count * MemoryLayout<Value>.size)
        parts.append(call.arena.string(text, start..<next))
        start = next
      }
      return parts
    }
    while let offset = text.find(delimiter, from: start) {
      try call.reserve(parts.count * MemoryLayout<Value>.size)
      parts.append(call.arena.string(text, start..<offset))
      start = offset + delimiter.count
    }
    parts.append(call.arena.string(text, start..<text.count))
    return parts
  }

  private static func substring(_ call: Arguments) throws(BuiltinError) -> Value {
    let text = try call.text(0)
    let offset = try call.integer(1)
    let length = try call.integer(2)
    guard offset >= 0 else { throw .failed("negative offset") }
    let start = text.byteOffset(ofScalar: Int(clamping: offset))
    guard length >= 0 else { return call.arena.string(text, start..<text.count) }
    let end = text.byteOffset(ofScalar: Int(clamping: length), from: start)
    return call.arena.string(text, start..<end)
  }

  private static func trim(_ call: Arguments, left: Bool, right: Bool) throws(BuiltinError) -> Value {
    let cut = Set(try call.string(1).unicodeScalars)
    return call.string(trimmed(try call.string(0), left: left, right: right) { cut.contains($0) })
  }

  private static func mapped(_ text: String, _ change: (Unicode.Scalar) -> Unicode.Scalar) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: text.unicodeScalars.lazy.map(change))
    return String(result)
  }

  /// One character for one: where Unicode's full mapping is longer, the simple one counts.
  private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.isASCII { return scalar.value &- 65 < 26 ? Unicode.Scalar(UInt8(scalar.value | 0x20)) : scalar }
    let mapping = scalar.properties.lowercaseMapping.unicodeScalars
    return scalar.value == 0x130 ? "i" : mapping.count == 1 ? mapping.first ?? scalar : scalar
  }

  private static func raised(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.isASCII { return scalar.value &- 97 < 26 ? Unicode.Scalar(UInt8(scalar.value & 0x5F)) : scalar }
    for mapping in [scalar.properties.uppercaseMapping, scalar.properties.titlecaseMapping]
    where mapping.unicodeScalars.count == 1 { return mapping.unicodeScalars.first ?? scalar }
    return scalar
  }

  static func trimmed(
    _ text: String, left: Bool, right: Bool, _ isCut: (Unicode.Scalar) -> Bool
  ) -> String {
    var scalars = Substring(text).unicodeScalars
    if left { while let first = scalars.first, isCut(first) { scalars.removeFirst() } }
    if right { while let last = scalars.last, isCut(last) { scalars.removeLast() } }
    return String(scalars)
  }
}
