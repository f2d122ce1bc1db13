/// The keywords of one schema object, checked for their types.
struct SchemaKeywords {
  private let schema: Value
  private let draft: SchemaDraft
  private let call: Arguments

  init(_ schema: Value, _ draft: SchemaDraft, _ call: Arguments) {
    self.schema = schema
    self.draft = draft
    self.call = call
  }

  subscript(name: String) -> Value { schema.member(call.string(name)) }

  static func invalidType(_ expected: String, _ given: String) -> BuiltinError {
    .failed("Invalid type. Expected: \(expected), given: \(given)")
  }

  func string(_ name: String) throws(BuiltinError) -> String? {
    let value = self[name]
    guard value.isDefined else { return nil }
    guard let text = value.stringValue else { throw Self.invalidType("string", name) }
    return text
  }

  func array(_ name: String) throws(BuiltinError) -> [Value] {
    let value = self[name]
    guard value.isDefined else { return [] }
    guard value.has(.array) else { throw .failed("\(name) must be of an array") }
    return Array(value.elements)
  }

  func schema(_ name: String) throws(BuiltinError) -> Value? {
    let value = self[name]
    guard value.isDefined else { return nil }
    guard value.has(.object) || value.has(.boolean) else { throw .failed("\(name) must be of an object") }
    return value
  }

  func schemas(
    _ name: String, expected: String = "array of schemas"
  ) throws(BuiltinError) -> [(name: String, schema: Value)] {
    let value = self[name]
    guard value.isDefined else { return [] }
    guard value.has(.object) else { throw Self.invalidType(expected, name) }
    var result: [(name: String, schema: Value)] = []
    for member in value.sortedMembers {
      guard member.value.has(.object) || member.value.has(.boolean) else { throw Self.invalidType(expected, name) }
      result.append((String(decoding: member.key ?? [], as: UTF8.self), member.value))
    }
    return result
  }

  // MARK: - Keywords without schemas in them

  func fillScalars(_ node: SchemaNode) throws(BuiltinError) {
    try fillTypes(node)
    node.minLength = try count("minLength")
    node.maxLength = try count("maxLength")
    try order(node.minLength, node.maxLength, "minLength", "maxLength")
    node.minProperties = try count("minProperties")
    node.maxProperties = try count("maxProperties")
    try order(node.minProperties, node.maxProperties, "minProperties", "maxProperties")
    node.minItems = try count("minItems")
    node.maxItems = try count("maxItems")
    try fillNumbers(node)
    if let pattern = try string("pattern") {
      guard (try? call.machine.cache.pattern(pattern)) != nil else { throw .failed("pattern must be a valid regex") }
      node.pattern = pattern
    }
    node.format = try string("format")
    for name in try array("required") {
      guard let text = name.stringValue else { throw Self.invalidType("string", "required") }
      guard !node.required.contains(text) else { throw .failed("required items must be unique") }
      node.required.append(text)
    }
    let unique = self["uniqueItems"]
    if unique.isDefined {
      guard let flag = unique.booleanValue else { throw .failed("uniqueItems must be of a boolean") }
      node.hasUniqueItems = flag
    }
    if draft != .draft4, self["const"].isDefined { node.const = self["const"] }
    guard self["enum"].isDefined else { return }
    let values = try array("enum")
    guard Value.sortedDistinct(values).count == values.count else { throw .failed("enum items must be unique") }
    node.enumeration = values
  }

  private func fillTypes(_ node: SchemaNode) throws(BuiltinError) {
    let type = self["type"]
    guard type.isDefined else { return }
    let wanted = "string/array of strings"
    guard type.has(.string) || type.has(.array) else { throw Self.invalidType("type", wanted) }
    for kind in type.has(.array) ? Array(type.elements) : [type] {
      guard let name = kind.stringValue else { throw Self.invalidType("type", wanted) }
      guard SchemaNode.kinds.contains(name) else {
        let known = SchemaNode.kinds.joined(separator: " ")
        throw .failed("has a primitive type that is NOT VALID -- given: /\(name)/ Expected valid values are:[\(known)]")
      }
      guard !node.types.contains(name) else { throw .failed("\(name) type is duplicated") }
      node.types.append(name)
    }
  }

  private func count(_ name: String) throws(BuiltinError) -> Int? {
    let value = self[name]
    guard value.isDefined else { return nil }
    guard let integer = value.bigInteger else { throw .failed("\(name) must be of an integer") }
    guard !integer.isNegative else { throw .failed("\(name) must be greater than or equal to 0") }
    return integer.int64.map { Int($0) } ?? .max
  }

  private func order(_ least: Int?, _ most: Int?, _ leastName: String, _ mostName: String) throws(BuiltinError) {
    if let least, let most, least > most { throw .failed("\(leastName) cannot be greater than \(mostName)") }
  }

  private func fillNumbers(_ node: SchemaNode) throws(BuiltinError) {
    let multiple = self["multipleOf"]
    if multiple.isDefined {
      guard multiple.isNumber else { throw Self.invalidType("number", "multipleOf") }
      guard multiple.compare(.integer(0)) > 0 else { throw .failed("multipleOf must be strictly greater than 0") }
      node.multipleOf = multiple
    }
    node.minimum = try number("minimum")
    node.maximum = try number("maximum")
    (node.minimum, node.exclusiveMinimum) = try exclusive("exclusiveMinimum", "minimum", node.minimum)
    (node.maximum, node.exclusiveMaximum) = try exclusive("exclusiveMaximum", "maximum", node.maximum)
  }

  private func number(_ name: String) throws(BuiltinError) -> Value? {
    let value = self[name]
    guard value.isDefined else { return nil }
    guard value.isNumber else { throw .failed("\(name) must be of a number") }
    return value
  }

  /// A boolean beside the bound in draft 4, a bound of its own later.
  private func exclusive(_ name: String, _ plainName: String, _ plain: Value?) throws(BuiltinError) -> (Value?, Value?) {
    let value = self[name]
    guard value.isDefined else { return (plain, nil) }
    if draft != .draft4, value.isNumber { return (plain, value) }
    let expected = draft == .draft4 ? "boolean" : draft == .hybrid ? "boolean/number" : "number"
    guard let flag = value.booleanValue, draft == .draft4 || draft == .hybrid else { throw Self.invalidType(expected, name) }
    guard let plain else { throw .failed("\(name) cannot be used without \(plainName)") }
    return flag ? (nil, plain) : (plain, nil)
  }
}
