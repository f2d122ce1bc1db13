/// A value while a template is rendered. Numbers of the document are texts to templates, as OPA hands them over.
enum TemplateValue {
  /// No such member.
  case missing
  case null
  case boolean(Bool)
  case integer(Int64)
  case float(Double)
  case text([UInt8])
  case document(Value)

  init(_ value: Value) {
    switch value.tag {
    case .undefined, .virtual: self = .missing
    case .null: self = .null
    case .boolean: self = .boolean(value.payload != 0)
    case .integer, .decimal: self = .text(Array(value.numberText.utf8))
    case .string: self = .text(value.text.bytes)
    default: self = .document(value)
    }
  }

  /// Not false, zero, empty or missing.
  var isTrue: Bool {
    switch self {
    case .missing, .null: false
    case .boolean(let value): value
    case .integer(let value): value != 0
    case .float(let value): value != 0
    case .text(let bytes): !bytes.isEmpty
    case .document(let value): (value.memberCount ?? 0) > 0
    }
  }

  /// As Go's `%v`: `map[a:1 b:2]`, `[1 2]`.
  var printed: [UInt8] {
    switch self {
    case .missing: return Array("<undefined>".utf8)
    case .null: return Array("<nil>".utf8)
    case .boolean(let value): return Array((value ? "true" : "false").utf8)
    case .integer(let value): return Array(String(value).utf8)
    case .float(let value): return FormatArgument.float(value).formatted("v", FormatField())
    case .text(let bytes): return bytes
    case .document(let value): return TemplateValue.printed(value)
    }
  }

  private static func printed(_ value: Value) -> [UInt8] {
    let members = value.sortedMembers
    var bytes = Array((value.has(.object) ? "map[" : "[").utf8)
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: " ")) }
      if let key = member.key { bytes.append(contentsOf: key + [UInt8(ascii: ":")]) }
      bytes.append(contentsOf: TemplateValue(member.value).printed)
    }
    return bytes + [UInt8(ascii: "]")]
  }

  /// The value as an argument of `printf`.
  var formatArgument: FormatArgument {
    switch self {
    case .integer(let value): .integer(value)
    case .float(let value): .float(value)
    default: .text(printed)
    }
  }
}

extension Value {
  /// Elements in order, or members by the text of their keys.
  var sortedMembers: [(key: [UInt8]?, value: Value)] {
    if has(.array) { return elements.map { (nil, $0) } }
    guard has(.object) || has(.set) else { return [] }
    let table = self.table
    if has(.set) { return (0..<table.count).map { (nil, table.key($0)) } }
    let members: [(key: [UInt8]?, value: Value)] = (0..<table.count).map { index in
      let key = table.key(index)
      return (key.has(.string) ? key.text.bytes : Array(key.jsonText.utf8), table.value(index))
    }
    return members.sorted { ($0.key ?? []).lexicographicallyPrecedes($1.key ?? []) }
  }
}
