/// The type system language (section 3).
extension GraphQLParser {
  private static let kinds: [String: String] = [
    "scalar": "SCALAR", "type": "OBJECT", "interface": "INTERFACE", "union": "UNION", "enum": "ENUM", "input": "INPUT_OBJECT",
  ]

  static let locations: Set<String> = [
    "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
    "VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION",
    "ENUM", "ENUM_VALUE", "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
  ]

  mutating func schema() throws(BuiltinError) -> Value {
    var parts: [String: [Value]] = [:]
    while token.kind != .end {
      let hasDescription = token.kind == .string || token.kind == .block
      let description = try description()
      guard token.kind == .name else { throw unexpected(token) }
      switch token.name {
      case "schema": parts["Schema", default: []].append(try schemaDefinition(description))
      case "directive": parts["Directives", default: []].append(try directiveDefinition(description))
      case "extend":
        if hasDescription { throw unexpected(previous) }
        try advance()
        if isWord("schema") {
          let start = try schemaDefinition(arena.string(""))
          if start.memberCount == 1 { throw unexpected(token) }
          parts["SchemaExtension", default: []].append(start)
        } else {
          let extended = try definition(arena.string(""))
          // Only its kind, its name and what every definition has: nothing is added.
          if extended.memberCount == 4 { throw unexpected(token) }
          parts["Extensions", default: []].append(extended)
        }
      default: parts["Definitions", default: []].append(try definition(description))
      }
    }
    return GraphQLNode.make(parts.map { ($0.key, arena.array($0.value)) }, arena)
  }

  private mutating func description() throws(BuiltinError) -> Value {
    guard token.kind == .string || token.kind == .block else { return arena.string("") }
    try advance()
    return arena.string(previous.text)
  }

  private mutating func schemaDefinition(_ description: Value) throws(BuiltinError) -> Value {
    try expect(word: "schema")
    let directives = try directives(isConstant: true)
    let operations = try items(.openBrace, .closeBrace, needsOne: true) { parser throws(BuiltinError) in
      let token = parser.token
      let operation = try parser.name()
      guard ["query", "mutation", "subscription"].contains(token.name) else { throw parser.unexpected(token) }
      try parser.expect(.colon)
      return parser.make(("Operation", operation), ("Type", try parser.name()))
    }
    return make(("Description", description), ("Directives", directives), ("OperationTypes", operations))
  }

  private mutating func directiveDefinition(_ description: Value) throws(BuiltinError) -> Value {
    try expect(word: "directive")
    try expect(.at)
    let title = try name()
    let arguments = try inputs(.open, .close)
    let isRepeatable = isWord("repeatable")
    if isRepeatable { try advance() }
    try expect(word: "on")
    _ = try skip(.pipe)
    var locations: [Value] = []
    repeat {
      let location = try name()
      guard Self.locations.contains(location.text.string) else { throw unexpected(previous) }
      locations.append(location)
    } while try skip(.pipe)
    return make(
      ("Description", description), ("Name", title), ("Arguments", arguments), ("Locations", arena.array(locations)),
      ("IsRepeatable", .boolean(isRepeatable)))
  }

  private mutating func definition(_ description: Value) throws(BuiltinError) -> Value {
    guard token.kind == .name, let kind = Self.kinds[token.name] else { throw unexpected(token) }
    try advance()
    let title = try name()
    var members: [(String, Value)] = [
      ("Kind", arena.string(kind)), ("Description", description), ("Name", title), ("BuiltIn", .no),
    ]
    if kind == "OBJECT" || kind == "INTERFACE" { members.append(("Interfaces", try interfaces())) }
    members.append(("Directives", try directives(isConstant: true)))
    switch kind {
    case "OBJECT", "INTERFACE": members.append(("Fields", try fields()))
    case "INPUT_OBJECT": members.append(("Fields", try inputs(.openBrace, .closeBrace)))
    case "UNION": members.append(("Types", try unionMembers()))
    case "ENUM": members.append(("EnumValues", try enumValues()))
    default: break
    }
    return GraphQLNode.make(members, arena)
  }

  private mutating func interfaces() throws(BuiltinError) -> Value {
    guard isWord("implements") else { return .undefined }
    try advance()
    return try names(separatedBy: .ampersand)
  }

  private mutating func unionMembers() throws(BuiltinError) -> Value {
    guard try skip(.equals) else { return .undefined }
    return try names(separatedBy: .pipe)
  }

  /// One more separator may stand in front.
  private mutating func names(separatedBy separator: Kind) throws(BuiltinError) -> Value {
    _ = try skip(separator)
    var result: [Value] = []
    repeat { result.append(try name()) } while try skip(separator)
    return arena.array(result)
  }

  private mutating func fields() throws(BuiltinError) -> Value {
    try items(.openBrace, .closeBrace, needsOne: true) { parser throws(BuiltinError) in
      let description = try parser.description()
      let title = try parser.name()
      let arguments = try parser.inputs(.open, .close)
      try parser.expect(.colon)
      let type = try parser.type()
      return parser.make(
        ("Description", description), ("Name", title), ("Arguments", arguments), ("Type", type),
        ("Directives", try parser.directives(isConstant: true)))
    }
  }

  /// Arguments, or the fields of an input object.
  private mutating func inputs(_ open: Kind, _ close: Kind) throws(BuiltinError) -> Value {
    try items(open, close, needsOne: true) { parser throws(BuiltinError) in
      let description = try parser.description()
      let title = try parser.name()
      try parser.expect(.colon)
      let type = try parser.type()
      let initial: Value = try parser.skip(.equals) ? try parser.literal(isConstant: true) : .undefined
      return parser.make(
        ("Description", description), ("Name", title), ("Type", type), ("DefaultValue", initial),
        ("Directives", try parser.directives(isConstant: true)))
    }
  }

  private mutating func enumValues() throws(BuiltinError) -> Value {
    try items(.openBrace, .closeBrace, needsOne: true) { parser throws(BuiltinError) in
      let description = try parser.description()
      let title = try parser.name()
      return parser.make(
        ("Description", description), ("Name", title), ("Directives", try parser.directives(isConstant: true)))
    }
  }
}
