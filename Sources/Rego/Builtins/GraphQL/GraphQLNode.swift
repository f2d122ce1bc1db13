/// Access to the objects that documents consist of; what is missing reads as empty.
struct GraphQLNode {
  let value: Value
  private let arena: Arena

  init(_ value: Value, _ arena: Arena) {
    self.value = value
    self.arena = arena
  }

  func node(_ name: String) -> GraphQLNode { GraphQLNode(value.has(.object) ? value.member(arena.string(name)) : .undefined, arena) }

  func list(_ name: String) -> [GraphQLNode] {
    let list = node(name).value
    return list.has(.array) ? list.elements.map { GraphQLNode($0, arena) } : []
  }

  func text(_ name: String) -> String { node(name).value.stringValue ?? "" }
  func texts(_ name: String) -> [String] { list(name).compactMap(\.value.stringValue) }
  func flag(_ name: String) -> Bool { node(name).value.booleanValue ?? false }

  var exists: Bool { value.has(.object) }
  var name: String { text("Name") }

  /// An object without the members that are empty.
  static func make(_ members: [(String, Value)], _ arena: Arena) -> Value {
    arena.object(
      members.filter { $0.1.isDefined && $0.1.memberCount != 0 }.map { (key: arena.string($0.0), value: $0.1) })
  }
}

/// Kinds of literals, with the numbers they have in documents.
enum GraphQLLiteral: Int64 {
  case variable, int, float, string, block, boolean, null, enumeration, list, object
}

extension GraphQLNode {
  var literal: GraphQLLiteral? { node("Kind").value.integerValue.flatMap(GraphQLLiteral.init) }
}

/// A use of a type: a name, or a list of another use.
struct GraphQLReference {
  let node: GraphQLNode

  var name: String {
    var current = node
    while current.node("Elem").exists { current = current.node("Elem") }
    return current.text("NamedType")
  }

  var element: GraphQLReference? { node.node("Elem").exists ? GraphQLReference(node: node.node("Elem")) : nil }
  var isNonNull: Bool { node.flag("NonNull") }

  var text: String {
    (element.map { "[" + $0.text + "]" } ?? node.text("NamedType")) + (isNonNull ? "!" : "")
  }

  /// Whether a value of this type can stand where `other` is wanted.
  func isCompatible(with other: GraphQLReference) -> Bool {
    if other.isNonNull, !isNonNull { return false }
    return isCompatibleIgnoringNull(with: other)
  }

  func isCompatibleIgnoringNull(with other: GraphQLReference) -> Bool {
    switch (element, other.element) {
    case (nil, nil): node.text("NamedType") == other.node.text("NamedType")
    case (let left?, let right?): left.isCompatible(with: right)
    default: false
    }
  }
}
