/// Variables of one operation: each defined once, of an input type, used, and where its type fits (section 5.8).
struct GraphQLVariableCheck {
  private let query: GraphQLQueryCheck
  private let operation: GraphQLNode
  private var definitions: [String: GraphQLNode] = [:]
  private var used: Set<String> = []
  /// Fragments that the operation reaches.
  private(set) var reached: Set<String> = []

  init(_ query: GraphQLQueryCheck, _ operation: GraphQLNode) {
    self.query = query
    self.operation = operation
  }

  private var place: String { operation.name.isEmpty ? "" : " by operation \"\(operation.name)\"" }

  mutating func run(_ root: GraphQLType) throws(BuiltinError) {
    for variable in operation.list("VariableDefinitions") {
      let name = variable.text("Variable")
      let type = GraphQLReference(node: variable.node("Type"))
      guard let known = query.schema.types[type.name] else { throw GraphQLQueryCheck.fault("Unknown type \"\(type.name)\"") }
      guard known.isInput else {
        throw GraphQLQueryCheck.fault("Variable \"$\(name)\" cannot be non-input type \"\(type.text)\"")
      }
      guard definitions.updateValue(variable, forKey: name) == nil else {
        throw GraphQLQueryCheck.fault("There can be only one variable named \"$\(name)\"")
      }
      try query.checkDirectives(variable, at: "VARIABLE_DEFINITION")
      if variable.node("DefaultValue").exists {
        try GraphQLLiteralCheck(query).check(variable.node("DefaultValue"), type, depth: 0)
      }
    }
    try visitDirectives(operation)
    try visit(operation, of: root)
    for variable in operation.list("VariableDefinitions") where !used.contains(variable.text("Variable")) {
      let title = operation.name.isEmpty ? "" : " in operation \"\(operation.name)\""
      throw GraphQLQueryCheck.fault("Variable \"$\(variable.text("Variable"))\" is never used\(title)")
    }
  }

  private mutating func visit(_ node: GraphQLNode, of type: GraphQLType) throws(BuiltinError) {
    for selection in node.list("SelectionSet") {
      try query.tick()
      try visitDirectives(selection)
      switch GraphQLSelection(selection) {
      case .field:
        guard let definition = query.definition(of: selection, in: type) else { continue }
        try visitArguments(selection, definition.arguments)
        if let result = query.schema.types[definition.type.name] { try visit(selection, of: result) }
      case .spread:
        guard reached.insert(selection.name).inserted, let fragment = query.fragments[selection.name],
          let inner = query.schema.types[fragment.text("TypeCondition")]
        else { continue }
        try visitDirectives(fragment)
        try visit(fragment, of: inner)
      case .inline: try visit(selection, of: query.schema.types[selection.text("TypeCondition")] ?? type)
      }
    }
  }

  private mutating func visitDirectives(_ node: GraphQLNode) throws(BuiltinError) {
    for use in node.list("Directives") {
      try visitArguments(use, query.schema.directives[use.name]?.arguments ?? [])
    }
  }

  private mutating func visitArguments(_ node: GraphQLNode, _ definitions: [GraphQLField]) throws(BuiltinError) {
    for argument in node.list("Arguments") {
      let definition = definitions.first { $0.name == argument.name }
      try visit(argument.node("Value"), definition?.type, hasDefault: definition?.initial.exists ?? false)
    }
  }

  private mutating func visit(_ value: GraphQLNode, _ type: GraphQLReference?, hasDefault: Bool) throws(BuiltinError) {
    try query.tick()
    if value.literal == .variable { return try use(value.text("Raw"), type, hasDefault) }
    let fields = type.flatMap { query.schema.types[$0.name] }?.fields ?? []
    for child in value.list("Children") {
      if value.literal == .object {
        let field = fields.first { $0.name == child.name }
        try visit(child.node("Value"), field?.type, hasDefault: field?.initial.exists ?? false)
      } else {
        try visit(child.node("Value"), type?.element ?? type, hasDefault: false)
      }
    }
  }

  private mutating func use(_ name: String, _ type: GraphQLReference?, _ hasDefault: Bool) throws(BuiltinError) {
    guard let definition = definitions[name] else {
      throw GraphQLQueryCheck.fault("Variable \"$\(name)\" is not defined\(place)")
    }
    used.insert(name)
    guard let type else { return }
    let given = GraphQLReference(node: definition.node("Type"))
    let initial = definition.node("DefaultValue")
    let isNeverNull = given.isNonNull || hasDefault || initial.exists && initial.literal != .null
    let fits = given.isCompatibleIgnoringNull(with: type) && (!type.isNonNull || isNeverNull)
    guard fits else {
      throw GraphQLQueryCheck.fault(
        "Variable \"$\(name)\" of type \"\(given.text)\" used in position expecting type \"\(type.text)\"")
    }
  }
}
