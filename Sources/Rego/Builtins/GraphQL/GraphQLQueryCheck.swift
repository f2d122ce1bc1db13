/// Checks a query against a schema (section 5). The first fault ends it.
struct GraphQLQueryCheck {
  let schema: GraphQLSchema
  let document: GraphQLNode
  let call: Arguments
  let operations: [GraphQLNode]
  let fragments: [String: GraphQLNode]

  init(_ schema: GraphQLSchema, _ document: Value, _ call: Arguments) {
    self.schema = schema
    self.document = GraphQLNode(document, call.arena)
    self.call = call
    operations = self.document.list("Operations")
    var fragments: [String: GraphQLNode] = [:]
    for fragment in self.document.list("Fragments") where fragments[fragment.name] == nil { fragments[fragment.name] = fragment }
    self.fragments = fragments
  }

  static func fault(_ message: String) -> BuiltinError { .failed(message + " in GraphQL query string") }

  func tick() throws(BuiltinError) {
    guard call.machine.tick() else { throw .limit("checking the GraphQL query exceeds the limits") }
  }

  mutating func run() throws(BuiltinError) {
    try checkNames()
    for fragment in document.list("Fragments") {
      let condition = fragment.text("TypeCondition")
      guard let type = schema.types[condition] else { throw Self.fault("Unknown type \"\(condition)\"") }
      guard type.isComposite else {
        throw Self.fault("Fragment \"\(fragment.name)\" cannot condition on non composite type \"\(condition)\"")
      }
      try checkDirectives(fragment, at: "FRAGMENT_DEFINITION")
      try checkCycles(fragment)
      try checkSelections(fragment, of: type, depth: 0)
    }
    var used: Set<String> = []
    for operation in operations { try check(operation, &used) }
    for name in fragments.keys.sorted() where !used.contains(name) {
      throw Self.fault("Fragment \"\(name)\" is never used")
    }
  }

  private func check(_ operation: GraphQLNode, _ used: inout Set<String>) throws(BuiltinError) {
    let kind = operation.text("Operation")
    guard let root = schema.roots[kind] else {
      throw Self.fault("Schema does not support operation type \"\(kind)\"")
    }
    try checkDirectives(operation, at: kind.uppercased())
    try checkSelections(operation, of: root, depth: 0)
    if kind == "subscription" { try checkSubscription(operation, root) }
    var variables = GraphQLVariableCheck(self, operation)
    try variables.run(root)
    used.formUnion(variables.reached)
    var merge = GraphQLMergeCheck(self)
    try merge.check(operation.list("SelectionSet"), of: root)
  }

  // MARK: - Names

  private func checkNames() throws(BuiltinError) {
    var names: Set<String> = []
    for operation in operations {
      if operation.name.isEmpty {
        guard operations.count == 1 else { throw Self.fault("This anonymous operation must be the only defined operation") }
      } else if !names.insert(operation.name).inserted {
        throw Self.fault("There can be only one operation named \"\(operation.name)\"")
      }
    }
    names = []
    for fragment in document.list("Fragments") where !names.insert(fragment.name).inserted {
      throw Self.fault("There can be only one fragment named \"\(fragment.name)\"")
    }
  }

  private func checkCycles(_ fragment: GraphQLNode) throws(BuiltinError) {
    var pending = [fragment]
    var seen: Set<String> = []
    while let current = pending.popLast() {
      try tick()
      for name in spreads(in: current) {
        if name == fragment.name { throw Self.fault("Cannot spread fragment \"\(name)\" within itself") }
        if seen.insert(name).inserted, let next = fragments[name] { pending.append(next) }
      }
    }
  }

  /// Names of the fragments that are spread anywhere below a node.
  func spreads(in node: GraphQLNode) -> [String] {
    var result: [String] = []
    var pending = node.list("SelectionSet")
    while let selection = pending.popLast() {
      if GraphQLSelection(selection) == .spread { result.append(selection.name) }
      pending.append(contentsOf: selection.list("SelectionSet"))
    }
    return result
  }

  private func checkSubscription(_ operation: GraphQLNode, _ root: GraphQLType) throws(BuiltinError) {
    var merge = GraphQLMergeCheck(self)
    let groups = try merge.fields(operation.list("SelectionSet"), of: root)
    let title = operation.name.isEmpty ? "Anonymous Subscription" : "Subscription \"\(operation.name)\""
    guard groups.count <= 1 else { throw Self.fault("\(title) must select only one top level field") }
    if let field = groups.first?.fields.first?.node, field.name.hasPrefix("__") {
      throw Self.fault("\(title) must not select an introspection top level field")
    }
  }

  // MARK: - Selections

  private func checkSelections(_ node: GraphQLNode, of type: GraphQLType, depth: Int) throws(BuiltinError) {
    guard depth < GraphQLParser.depthLimit else {
      throw .limit("the GraphQL document nests more than \(GraphQLParser.depthLimit) levels")
    }
    for selection in node.list("SelectionSet") {
      try tick()
      switch GraphQLSelection(selection) {
      case .field: try checkField(selection, of: type, depth: depth)
      case .spread:
        try checkDirectives(selection, at: "FRAGMENT_SPREAD")
        guard let fragment = fragments[selection.name] else { throw Self.fault("Unknown fragment \"\(selection.name)\"") }
        let condition = fragment.text("TypeCondition")
        guard canMeet(type.name, condition) else {
          let reason = "as objects of type \"\(type.name)\" can never be of type \"\(condition)\""
          throw Self.fault("Fragment \"\(selection.name)\" cannot be spread here \(reason)")
        }
      case .inline:
        try checkDirectives(selection, at: "INLINE_FRAGMENT")
        let condition = selection.text("TypeCondition")
        guard let inner = condition.isEmpty ? type : schema.types[condition] else { throw Self.fault("Unknown type \"\(condition)\"") }
        guard inner.isComposite else { throw Self.fault("Fragment cannot condition on non composite type \"\(condition)\"") }
        guard canMeet(type.name, inner.name) else {
          throw Self.fault(
            "Fragment cannot be spread here as objects of type \"\(type.name)\" can never be of type \"\(condition)\"")
        }
        try checkSelections(selection, of: inner, depth: depth + 1)
      }
    }
  }

  private func checkField(_ field: GraphQLNode, of type: GraphQLType, depth: Int) throws(BuiltinError) {
    guard let definition = definition(of: field, in: type) else {
      throw Self.fault("Cannot query field \"\(field.name)\" on type \"\(type.name)\"")
    }
    try checkDirectives(field, at: "FIELD")
    try checkArguments(field, definition.arguments, "field \"\(type.name).\(field.name)\"")
    guard let result = schema.types[definition.type.name] else { return }
    let hasSelections = !field.list("SelectionSet").isEmpty
    if result.isLeaf, hasSelections {
      throw Self.fault("Field \"\(field.name)\" must not have a selection since type \"\(definition.type.text)\" has no subfields")
    }
    if !result.isLeaf, !hasSelections {
      throw Self.fault("Field \"\(field.name)\" of type \"\(definition.type.text)\" must have a selection of subfields")
    }
    try checkSelections(field, of: result, depth: depth + 1)
  }

  /// `__typename` can be asked of every composite type.
  func definition(of field: GraphQLNode, in type: GraphQLType) -> GraphQLField? {
    if field.name == "__typename", type.isComposite {
      let arena = call.arena
      let reference = GraphQLNode.make([("NamedType", arena.string("String")), ("NonNull", .yes)], arena)
      let node = GraphQLNode.make([("Name", arena.string("__typename")), ("Type", reference)], arena)
      return GraphQLField(GraphQLNode(node, arena))
    }
    return type.kind == "UNION" ? nil : type.field(field.name)
  }

  /// Whether an object can be of both types.
  private func canMeet(_ left: String, _ right: String) -> Bool {
    if left == right { return true }
    guard let a = objects(of: left), let b = objects(of: right) else { return true }
    return !a.isDisjoint(with: b)
  }

  private func objects(of name: String) -> Set<String>? {
    guard let type = schema.types[name] else { return nil }
    return type.kind == "OBJECT" ? [name] : schema.possible[name] ?? []
  }

  // MARK: - Arguments and directives

  func checkArguments(_ node: GraphQLNode, _ definitions: [GraphQLField], _ place: String) throws(BuiltinError) {
    var names: Set<String> = []
    for argument in node.list("Arguments") {
      guard names.insert(argument.name).inserted else {
        throw Self.fault("There can be only one argument named \"\(argument.name)\"")
      }
      guard let definition = definitions.first(where: { $0.name == argument.name }) else {
        throw Self.fault("Unknown argument \"\(argument.name)\" on \(place)")
      }
      try GraphQLLiteralCheck(self).check(argument.node("Value"), definition.type, depth: 0)
    }
    for definition in definitions where definition.isRequired && !names.contains(definition.name) {
      let wanted = "Argument \"\(definition.name)\" of type \"\(definition.type.text)\""
      throw Self.fault("\(wanted) is required on \(place), but it was not provided")
    }
  }

  func checkDirectives(_ node: GraphQLNode, at location: String) throws(BuiltinError) {
    var names: Set<String> = []
    for use in node.list("Directives") {
      guard let directive = schema.directives[use.name] else { throw Self.fault("Unknown directive \"@\(use.name)\"") }
      guard directive.locations.contains(location) else {
        throw Self.fault("Directive \"@\(use.name)\" may not be used on \(location)")
      }
      guard names.insert(use.name).inserted || directive.isRepeatable else {
        throw Self.fault("The directive \"@\(use.name)\" can only be used once at this location")
      }
      try checkArguments(use, directive.arguments, "directive \"@\(use.name)\"")
    }
  }
}

/// What a member of a selection set is, by the members it has.
enum GraphQLSelection {
  case field, spread, inline

  init(_ node: GraphQLNode) {
    if node.node("Alias").value.isDefined {
      self = .field
    } else {
      self = node.node("Name").value.isDefined ? .spread : .inline
    }
  }
}
