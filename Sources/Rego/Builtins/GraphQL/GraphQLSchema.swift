/// A schema document as types and directives by name, checked (section 3).
struct GraphQLSchema {
  private(set) var types: [String: GraphQLType] = [:]
  private(set) var directives: [String: GraphQLDirective] = [:]
  /// Object types by the interfaces and unions they can stand for.
  private(set) var possible: [String: Set<String>] = [:]
  /// Root types by `query`, `mutation`, `subscription`.
  private(set) var roots: [String: GraphQLType] = [:]

  init(_ document: Value, _ call: Arguments) throws(BuiltinError) {
    let prelude = try Self.parsed(GraphQLPrelude.text, call)
    let document = GraphQLNode(document, call.arena)
    var order: [GraphQLType] = []
    for (part, isBuiltIn) in [(prelude, true), (document, false)] {
      for node in part.list("Definitions") {
        let type = GraphQLType(node, isBuiltIn: isBuiltIn)
        guard types.updateValue(type, forKey: type.name) == nil else { throw Self.fault("Cannot redeclare type \(type.name).") }
        order.append(type)
      }
    }
    try extend(with: document.list("Extensions"), &order)
    collectPossible(order)
    try collectDirectives(prelude.list("Directives") + document.list("Directives"))
    try collectRoots(document)
    for name in types.keys.sorted() {
      if let type = types[name] { try check(type) }
    }
    for name in directives.keys.sorted() {
      guard let directive = directives[name] else { continue }
      try Self.check(name: directive.name)
      try check(directive.arguments, of: directive)
    }
    inferRoots(document)
    roots["query"]?.fields += try Self.parsed(GraphQLPrelude.rootFields, call).list("Definitions").flatMap { node in
      node.list("Fields").map(GraphQLField.init)
    }
  }

  private static func parsed(_ text: String, _ call: Arguments) throws(BuiltinError) -> GraphQLNode {
    var parser = try GraphQLParser(call.string(text).text, call)
    return GraphQLNode(try parser.schema(), call.arena)
  }

  static func fault(_ message: String) -> BuiltinError {
    .failed("Error in gqlparser SchemaDocument to Schema conversion: \(message)")
  }

  // MARK: - Collecting

  private mutating func extend(with nodes: [GraphQLNode], _ order: inout [GraphQLType]) throws(BuiltinError) {
    for node in nodes {
      let extra = GraphQLType(node, isBuiltIn: false)
      guard let base = types[extra.name] else {
        types[extra.name] = extra
        order.append(extra)
        continue
      }
      guard base.kind == extra.kind else {
        throw Self.fault("Cannot extend type \(extra.name) because the base type is a \(base.kind), not \(extra.kind).")
      }
      base.add(extra)
    }
  }

  private mutating func collectPossible(_ order: [GraphQLType]) {
    for type in order {
      switch type.kind {
      case "UNION": for member in type.members { possible[type.name, default: []].insert(member) }
      case "OBJECT", "INPUT_OBJECT":
        for interface in type.interfaces { possible[interface, default: []].insert(type.name) }
        possible[type.name, default: []].insert(type.name)
      case "INTERFACE": for interface in type.interfaces { possible[interface, default: []].insert(type.name) }
      default: break
      }
    }
  }

  private mutating func collectDirectives(_ nodes: [GraphQLNode]) throws(BuiltinError) {
    // A schema may repeat these; the definition of the language counts.
    let standard: Set<String> = ["include", "skip", "deprecated", "specifiedBy"]
    for node in nodes {
      let directive = GraphQLDirective(node)
      if directives[directive.name] != nil, standard.contains(directive.name) { continue }
      guard directives.updateValue(directive, forKey: directive.name) == nil else {
        throw Self.fault("Cannot redeclare directive \(directive.name).")
      }
    }
  }

  private mutating func collectRoots(_ document: GraphQLNode) throws(BuiltinError) {
    let definitions = document.list("Schema")
    guard definitions.count < 2 else {
      throw Self.fault("Cannot have multiple schema entry points, consider schema extensions instead.")
    }
    for definition in definitions + document.list("SchemaExtension") {
      for entry in definition.list("OperationTypes") {
        guard let type = types[entry.text("Type")] else {
          throw Self.fault("Schema root \(entry.text("Operation")) refers to a type \(entry.text("Type")) that does not exist.")
        }
        roots[entry.text("Operation")] = type
      }
    }
  }

  /// Without a `schema` the names tell which types are the roots.
  private mutating func inferRoots(_ document: GraphQLNode) {
    guard document.list("Schema").isEmpty else { return }
    for (operation, name) in [("query", "Query"), ("mutation", "Mutation"), ("subscription", "Subscription")]
    where roots[operation] == nil { roots[operation] = types[name] }
  }
}
