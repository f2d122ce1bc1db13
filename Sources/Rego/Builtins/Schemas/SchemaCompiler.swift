/// Turns a schema document into nodes and says what is wrong with it.
struct SchemaCompiler {
  /// Nesting of schemas, and of references while an instance is checked.
  static let depthLimit = 200
  static let tooDeep = BuiltinError.limit("the schema nests or refers to itself more than \(depthLimit) levels deep")

  private let call: Arguments
  private let draft: SchemaDraft
  private let references: SchemaReferences
  /// Targets of references, by absolute URL; a cycle meets the node that is still being made.
  private var targets: [String: SchemaNode] = [:]
  private var depth = 0

  static func compile(_ schema: Value, _ call: Arguments) throws(BuiltinError) -> SchemaNode {
    guard schema.has(.object) || schema.has(.boolean) else { throw .failed("schema is invalid") }
    let draft = try SchemaDraft(schema, call.arena)
    var compiler = SchemaCompiler(call: call, draft: draft, references: try SchemaReferences(schema, draft, call.arena))
    return try compiler.node(schema, base: "")
  }

  private init(call: Arguments, draft: SchemaDraft, references: SchemaReferences) {
    self.call = call
    self.draft = draft
    self.references = references
  }

  private mutating func node(_ value: Value, base: String) throws(BuiltinError) -> SchemaNode {
    let node = SchemaNode()
    try fill(node, value, base: base)
    return node
  }

  private mutating func fill(_ node: SchemaNode, _ value: Value, base: String) throws(BuiltinError) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit, call.machine.tick() else { throw Self.tooDeep }
    if let verdict = value.booleanValue, draft.rawValue >= SchemaDraft.draft6.rawValue {
      node.verdict = verdict
      return
    }
    guard value.has(.object) else { throw .failed("Expected: schema, given: Invalid JSON") }
    var keywords = SchemaKeywords(value, draft, call)
    let base = SchemaReferences.identifier(value, draft, call.arena).map { SchemaReferences.resolve($0, against: base) } ?? base
    for definition in try keywords.schemas("definitions") { _ = try self.node(definition.schema, base: base) }
    for name in ["title", "description", "id", "$id"] { _ = try keywords.string(name) }
    if let reference = try keywords.string("$ref") {
      node.reference = try target(SchemaReferences.resolve(reference, against: base))
      return
    }
    try keywords.fillScalars(node)
    try fillObject(node, &keywords, base)
    try fillArray(node, &keywords, base)
    try fillLogic(node, &keywords, base)
  }

  private mutating func target(_ reference: String) throws(BuiltinError) -> SchemaNode {
    if let known = targets[reference] { return known }
    let node = SchemaNode()
    targets[reference] = node
    let value = try references.target(reference)
    guard value.has(.object) || value.has(.boolean) else { throw .failed("schema must be of type object") }
    try fill(node, value, base: reference)
    return node
  }

  private mutating func fillObject(_ node: SchemaNode, _ keywords: inout SchemaKeywords, _ base: String) throws(BuiltinError) {
    let properties = keywords["properties"]
    if properties.isDefined {
      guard properties.has(.object) else { throw .failed("properties must be of type object") }
      for member in properties.sortedMembers {
        node.properties.append((String(decoding: member.key ?? [], as: UTF8.self), try self.node(member.value, base: base)))
      }
    }
    let additional = keywords["additionalProperties"]
    if let flag = additional.booleanValue {
      node.forbidsAdditionalProperties = !flag
    } else if additional.isDefined {
      guard additional.has(.object) else { throw SchemaKeywords.invalidType("boolean/schema", "additionalProperties") }
      node.additionalProperties = try self.node(additional, base: base)
    }
    for member in try keywords.schemas("patternProperties", expected: "schema") {
      guard (try? call.machine.cache.pattern(member.name)) != nil else {
        throw .failed("Invalid regex pattern '\(member.name)'")
      }
      node.patternProperties.append((member.name, try self.node(member.schema, base: base)))
    }
    if draft != .draft4, let names = try keywords.schema("propertyNames") { node.propertyNames = try self.node(names, base: base) }
    let dependencies = keywords["dependencies"]
    guard dependencies.isDefined else { return }
    guard dependencies.has(.object) else { throw .failed("dependencies must be of type object") }
    for member in dependencies.sortedMembers {
      let name = String(decoding: member.key ?? [], as: UTF8.self)
      if member.value.has(.array) {
        let names = member.value.elements.compactMap(\.stringValue)
        guard names.count == member.value.elements.count else { throw .failed("dependency must be of type schema or array of strings") }
        node.dependencies.append((name, .properties(names)))
      } else {
        guard member.value.has(.object) || member.value.has(.boolean) else {
          throw .failed("dependency must be of type schema or array of strings")
        }
        node.dependencies.append((name, .schema(try self.node(member.value, base: base))))
      }
    }
  }

  private mutating func fillArray(_ node: SchemaNode, _ keywords: inout SchemaKeywords, _ base: String) throws(BuiltinError) {
    let items = keywords["items"]
    if items.has(.array) {
      for element in items.elements {
        guard element.has(.object) || element.has(.boolean) else { throw SchemaKeywords.invalidType("schema/array of schemas", "items") }
        node.tuple.append(try self.node(element, base: base))
      }
    } else if items.isDefined {
      guard items.has(.object) || items.has(.boolean) else { throw SchemaKeywords.invalidType("schema/array of schemas", "items") }
      node.items = try self.node(items, base: base)
    }
    let additional = keywords["additionalItems"]
    if let flag = additional.booleanValue {
      node.forbidsAdditionalItems = !flag
    } else if additional.isDefined {
      guard additional.has(.object) else { throw SchemaKeywords.invalidType("boolean/schema", "additionalItems") }
      node.additionalItems = try self.node(additional, base: base)
    }
    let contains = keywords["contains"]
    if contains.isDefined, draft != .draft4 { node.contains = try self.node(contains, base: base) }
  }

  private mutating func fillLogic(_ node: SchemaNode, _ keywords: inout SchemaKeywords, _ base: String) throws(BuiltinError) {
    for schema in try keywords.array("oneOf") { node.oneOf.append(try self.node(schema, base: base)) }
    for schema in try keywords.array("anyOf") { node.anyOf.append(try self.node(schema, base: base)) }
    for schema in try keywords.array("allOf") { node.allOf.append(try self.node(schema, base: base)) }
    if let schema = try keywords.schema("not") { node.not = try self.node(schema, base: base) }
    guard draft.rawValue >= SchemaDraft.draft7.rawValue else { return }
    if let schema = try keywords.schema("if") { node.condition = try self.node(schema, base: base) }
    if let schema = try keywords.schema("then") { node.then = try self.node(schema, base: base) }
    if let schema = try keywords.schema("else") { node.otherwise = try self.node(schema, base: base) }
  }
}
