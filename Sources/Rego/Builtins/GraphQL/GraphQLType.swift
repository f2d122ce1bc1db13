/// A named type of a schema with all its extensions.
final class GraphQLType {
  let kind: String
  let name: String
  let isBuiltIn: Bool
  var fields: [GraphQLField]
  var interfaces: [String]
  /// The members of a union.
  var members: [String]
  var values: [String]
  var directives: [GraphQLNode]

  init(_ node: GraphQLNode, isBuiltIn: Bool) {
    kind = node.text("Kind")
    name = node.name
    self.isBuiltIn = isBuiltIn
    fields = node.list("Fields").map(GraphQLField.init)
    interfaces = node.texts("Interfaces")
    members = node.texts("Types")
    values = node.list("EnumValues").map(\.name)
    directives = node.list("Directives")
  }

  func add(_ other: GraphQLType) {
    fields += other.fields
    interfaces += other.interfaces
    members += other.members
    values += other.values
    directives += other.directives
  }

  func field(_ name: String) -> GraphQLField? { fields.first { $0.name == name } }

  var isInput: Bool { kind == "SCALAR" || kind == "ENUM" || kind == "INPUT_OBJECT" }
  var isLeaf: Bool { kind == "SCALAR" || kind == "ENUM" }
  var isComposite: Bool { kind == "OBJECT" || kind == "INTERFACE" || kind == "UNION" }
}

/// A field of a type, or an argument: those have no arguments of their own.
struct GraphQLField {
  let name: String
  let type: GraphQLReference
  let arguments: [GraphQLField]
  let initial: GraphQLNode
  let directives: [GraphQLNode]

  init(_ node: GraphQLNode) {
    name = node.name
    type = GraphQLReference(node: node.node("Type"))
    arguments = node.list("Arguments").map(GraphQLField.init)
    initial = node.node("DefaultValue")
    directives = node.list("Directives")
  }

  /// It must be given: not null and without a default.
  var isRequired: Bool { type.isNonNull && !initial.exists }
}

struct GraphQLDirective {
  let name: String
  let arguments: [GraphQLField]
  let locations: [String]
  let isRepeatable: Bool

  init(_ node: GraphQLNode) {
    name = node.name
    arguments = node.list("Arguments").map(GraphQLField.init)
    locations = node.texts("Locations")
    isRepeatable = node.flag("IsRepeatable")
  }
}
