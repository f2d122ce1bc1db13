/// Fields with the same name in an answer must be the same question (section 5.3.2).
struct GraphQLMergeCheck {
  struct Field {
    var node: GraphQLNode
    var parent: GraphQLType
    var definition: GraphQLField?
  }

  private let query: GraphQLQueryCheck
  private var depth = 0

  init(_ query: GraphQLQueryCheck) { self.query = query }

  mutating func check(_ selections: [GraphQLNode], of type: GraphQLType) throws(BuiltinError) {
    try check(try fields(selections, of: type), isExclusive: false)
  }

  /// The fields by their names in the answer, fragments taken in.
  mutating func fields(_ selections: [GraphQLNode], of type: GraphQLType) throws(BuiltinError) -> [(name: String, fields: [Field])] {
    var groups: [(name: String, fields: [Field])] = []
    var places: [String: Int] = [:]
    var spread: Set<String> = []
    var pending = selections.map { (node: $0, type: type) }
    var next = 0
    while next < pending.count {
      let (node, parent) = pending[next]
      next += 1
      try query.tick()
      switch GraphQLSelection(node) {
      case .field:
        let name = node.text("Alias")
        let field = Field(node: node, parent: parent, definition: query.definition(of: node, in: parent))
        if let place = places[name] {
          groups[place].fields.append(field)
        } else {
          places[name] = groups.count
          groups.append((name, [field]))
        }
      case .inline:
        let inner = query.schema.types[node.text("TypeCondition")] ?? parent
        pending.append(contentsOf: node.list("SelectionSet").map { (node: $0, type: inner) })
      case .spread:
        guard spread.insert(node.name).inserted, let fragment = query.fragments[node.name],
          let inner = query.schema.types[fragment.text("TypeCondition")]
        else { continue }
        pending.append(contentsOf: fragment.list("SelectionSet").map { (node: $0, type: inner) })
      }
    }
    return groups
  }

  private mutating func check(_ groups: [(name: String, fields: [Field])], isExclusive: Bool) throws(BuiltinError) {
    depth += 1
    defer { depth -= 1 }
    guard depth < GraphQLParser.depthLimit else {
      throw .limit("the GraphQL document nests more than \(GraphQLParser.depthLimit) levels")
    }
    for group in groups {
      for (index, left) in group.fields.enumerated() {
        // Alone it is compared with itself, so that what lies below is looked at.
        for right in group.fields.count == 1 ? [left] : Array(group.fields[(index + 1)...]) {
          try compare(group.name, left, right, isExclusive: isExclusive)
        }
      }
    }
  }

  private mutating func compare(_ name: String, _ left: Field, _ right: Field, isExclusive: Bool) throws(BuiltinError) {
    try query.tick()
    func conflict(_ reason: String) -> BuiltinError {
      GraphQLQueryCheck.fault(
        "Fields \"\(name)\" conflict because \(reason). Use different aliases on the fields to fetch both if this was intentional")
    }
    let areDifferentObjects =
      left.parent.name != right.parent.name && left.parent.kind == "OBJECT" && right.parent.kind == "OBJECT"
    let isExclusive = isExclusive || areDifferentObjects
    if !isExclusive {
      guard left.node.name == right.node.name else {
        throw conflict("\"\(left.node.name)\" and \"\(right.node.name)\" are different fields")
      }
      guard areSame(left.node.list("Arguments"), right.node.list("Arguments")) else {
        throw conflict("they have differing arguments")
      }
    }
    guard let a = left.definition?.type, let b = right.definition?.type else { return }
    guard haveSameShape(a, b) else { throw conflict("they return conflicting types \"\(a.text)\" and \"\(b.text)\"") }
    guard let leftType = query.schema.types[a.name], let rightType = query.schema.types[b.name] else { return }
    var groups = try fields(left.node.list("SelectionSet"), of: leftType)
    if !left.node.value.isEqual(right.node.value) || leftType !== rightType {
      for group in try fields(right.node.list("SelectionSet"), of: rightType) {
        if let place = groups.firstIndex(where: { $0.name == group.name }) {
          groups[place].fields += group.fields
        } else {
          groups.append(group)
        }
      }
    }
    try check(groups, isExclusive: isExclusive)
  }

  private func areSame(_ left: [GraphQLNode], _ right: [GraphQLNode]) -> Bool {
    left.count == right.count
      && left.allSatisfy { argument in
        right.contains { $0.name == argument.name && $0.node("Value").value.isEqual(argument.node("Value").value) }
      }
  }

  private func haveSameShape(_ left: GraphQLReference, _ right: GraphQLReference) -> Bool {
    if left.isNonNull != right.isNonNull { return false }
    switch (left.element, right.element) {
    case (let a?, let b?): return haveSameShape(a, b)
    case (nil, nil):
      guard let a = query.schema.types[left.name], let b = query.schema.types[right.name] else { return true }
      return a.isLeaf || b.isLeaf ? a.name == b.name : true
    default: return false
    }
  }
}
