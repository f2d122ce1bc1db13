/// The functions that Go's templates predefine, but for `call`, which needs functions as values.
enum TemplateFunctions {
  static let names: Set<String> = [
    "and", "or", "not", "len", "index", "slice", "print", "printf", "println", "html", "js", "urlquery", "eq", "ne", "lt",
    "le", "gt", "ge",
  ]

  static func call(_ name: String, _ arguments: [TemplateValue], _ call: Arguments) throws(BuiltinError) -> TemplateValue {
    func bad(_ what: String) -> BuiltinError { .failed("template: template: error calling \(name): \(what)") }
    guard let first = arguments.first else { throw bad("wrong number of args: want at least 1 got 0") }
    switch name {
    case "and", "or": return arguments[arguments.count - 1]
    case "not": return .boolean(!first.isTrue)
    case "len": return .integer(Int64(try length(first)))
    case "index": return try index(first, Array(arguments.dropFirst()), call)
    case "slice": return try slice(first, Array(arguments.dropFirst()), call)
    case "print": return .text(joined(arguments, always: false))
    case "println": return .text(joined(arguments, always: true) + [0x0A])
    case "printf":
      guard case .text(let format) = first else { throw bad("wrong type for value; expected string") }
      let text = call.arena.string(format).text
      var formatter = Formatter(text, arguments.dropFirst().map(\.formatArgument), call)
      return .text(try formatter.formatted())
    case "html": return .text(escaped(joined(arguments, always: false), html))
    case "js": return .text(escaped(joined(arguments, always: false), script))
    case "urlquery": return .text(URLEscapes.encodedQuery(joined(arguments, always: false)))
    default: return .boolean(try compare(name, first, Array(arguments.dropFirst())))
    }
  }

  private static func length(_ value: TemplateValue) throws(BuiltinError) -> Int {
    switch value {
    case .text(let bytes): return bytes.count
    case .document(let value): return value.memberCount ?? 0
    default: throw .failed("template: template: error calling len: the value has no length")
    }
  }

  /// As Go's `Sprint`: a space between two that are no strings.
  private static func joined(_ values: [TemplateValue], always: Bool) -> [UInt8] {
    var result: [UInt8] = []
    var wasText = true
    for (index, value) in values.enumerated() {
      var isText = false
      if case .text = value { isText = true }
      if index > 0, always || !wasText && !isText { result.append(0x20) }
      result.append(contentsOf: value.printed)
      wasText = isText
    }
    return result
  }

  private static func index(
    _ value: TemplateValue, _ keys: [TemplateValue], _ call: Arguments
  ) throws(BuiltinError) -> TemplateValue {
    var value = value
    for key in keys {
      switch (value, key) {
      case (.document(let object), .text(let name)) where object.has(.object):
        value = TemplateValue(object.member(call.string(name)))
      case (.document(let list), .integer(let index)) where !list.has(.object):
        let members = list.sortedMembers
        guard index >= 0, index < members.count else {
          throw .failed("template: template: error calling index: index out of range: \(index)")
        }
        value = TemplateValue(members[Int(index)].value)
      case (.text(let bytes), .integer(let index)) where index >= 0 && index < bytes.count:
        value = .integer(Int64(bytes[Int(index)]))
      default: throw .failed("template: template: error calling index: can't index item")
      }
    }
    return value
  }

  private static func slice(
    _ value: TemplateValue, _ bounds: [TemplateValue], _ call: Arguments
  ) throws(BuiltinError) -> TemplateValue {
    let count = try length(value)
    var range = [0, count]
    for (index, bound) in bounds.prefix(2).enumerated() {
      guard case .integer(let place) = bound, place >= 0, place <= count else {
        throw .failed("template: template: error calling slice: index out of range")
      }
      range[index] = Int(place)
    }
    guard range[0] <= range[1] else { throw .failed("template: template: error calling slice: invalid slice index") }
    switch value {
    case .text(let bytes): return .text(Array(bytes[range[0]..<range[1]]))
    case .document(let list) where list.has(.array): return .document(call.arena.array(Array(Array(list.elements)[range[0]..<range[1]])))
    default: throw .failed("template: template: error calling slice: can't slice item")
    }
  }

  // MARK: - Comparing

  private static func compare(
    _ name: String, _ first: TemplateValue, _ others: [TemplateValue]
  ) throws(BuiltinError) -> Bool {
    guard let second = others.first else { throw .failed("template: template: error calling \(name): missing argument for comparison") }
    switch name {
    case "eq":
      for other in others where try order(name, first, other) == 0 { return true }
      return false
    case "ne": return try order(name, first, second) != 0
    case "lt": return try order(name, first, second) < 0
    case "le": return try order(name, first, second) <= 0
    case "gt": return try order(name, first, second) > 0
    default: return try order(name, first, second) >= 0
    }
  }

  private static func order(_ name: String, _ left: TemplateValue, _ right: TemplateValue) throws(BuiltinError) -> Int {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return a < b ? -1 : a == b ? 0 : 1
    case (.float(let a), .float(let b)): return a < b ? -1 : a == b ? 0 : 1
    case (.text(let a), .text(let b)): return a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1
    case (.boolean(let a), .boolean(let b)) where name == "eq" || name == "ne": return a == b ? 0 : 1
    case (.missing, .missing), (.null, .null), (.missing, .null), (.null, .missing): return 0
    case (.missing, _), (.null, _), (_, .missing), (_, .null): return 1
    default: throw .failed("template: template: error calling \(name): incompatible types for comparison")
    }
  }

  // MARK: - Escaping

  private static func escaped(_ bytes: [UInt8], _ escape: (UInt8) -> String?) -> [UInt8] {
    bytes.flatMap { byte in escape(byte).map { Array($0.utf8) } ?? [byte] }
  }

  private static func html(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "\""): "&#34;"
    case UInt8(ascii: "'"): "&#39;"
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case 0: "\u{FFFD}"
    default: nil
    }
  }

  private static func script(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "\\"): return "\\\\"
    case UInt8(ascii: "'"): return "\\'"
    case UInt8(ascii: "\""): return "\\\""
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "="), 0..<0x20:
      let digits = String(byte, radix: 16, uppercase: true)
      return "\\u00" + (digits.utf8.count < 2 ? "0" : "") + digits
    default: return nil
    }
  }
}
