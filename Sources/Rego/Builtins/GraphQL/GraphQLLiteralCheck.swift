/// Literals must fit the types of the places where they stand (section 5.6).
struct GraphQLLiteralCheck {
  private let query: GraphQLQueryCheck

  init(_ query: GraphQLQueryCheck) { self.query = query }

  private func bad(_ value: GraphQLNode, _ reference: GraphQLReference) -> BuiltinError {
    GraphQLQueryCheck.fault("Expected value of type \"\(reference.text)\", found \(value.text("Raw"))")
  }

  func check(_ value: GraphQLNode, _ reference: GraphQLReference, depth: Int) throws(BuiltinError) {
    try query.tick()
    guard depth < GraphQLParser.depthLimit, let kind = value.literal else { throw bad(value, reference) }
    switch kind {
    case .variable: return
    case .null:
      if reference.isNonNull { throw bad(value, reference) }
      return
    default: break
    }
    if let element = reference.element {
      // A single value stands for a list of one.
      guard kind == .list else { return try check(value, element, depth: depth + 1) }
      for child in value.list("Children") { try check(child.node("Value"), element, depth: depth + 1) }
      return
    }
    guard let type = query.schema.types[reference.name] else { return }
    switch type.kind {
    case "ENUM":
      guard kind == .enumeration, type.values.contains(value.text("Raw")) else { throw bad(value, reference) }
    case "INPUT_OBJECT": try checkObject(value, kind, type, reference, depth)
    default:
      guard fits(kind, value.text("Raw"), type.name) else { throw bad(value, reference) }
    }
  }

  /// Other scalars take any literal.
  private func fits(_ kind: GraphQLLiteral, _ raw: String, _ scalar: String) -> Bool {
    switch scalar {
    case "Int": kind == .int && Int32(raw) != nil
    case "Float": kind == .int || kind == .float
    case "String": kind == .string || kind == .block
    case "Boolean": kind == .boolean
    case "ID": kind == .int || kind == .string || kind == .block
    default: true
    }
  }

  private func checkObject(
    _ value: GraphQLNode, _ kind: GraphQLLiteral, _ type: GraphQLType, _ reference: GraphQLReference, _ depth: Int
  ) throws(BuiltinError) {
    guard kind == .object else { throw bad(value, reference) }
    var names: Set<String> = []
    for child in value.list("Children") {
      guard names.insert(child.name).inserted else {
        throw GraphQLQueryCheck.fault("There can be only one input field named \"\(child.name)\"")
      }
      guard let field = type.field(child.name) else {
        throw GraphQLQueryCheck.fault("Field \"\(child.name)\" is not defined by type \"\(type.name)\"")
      }
      try check(child.node("Value"), field.type, depth: depth + 1)
    }
    for field in type.fields where field.isRequired && !names.contains(field.name) {
      throw GraphQLQueryCheck.fault(
        "Field \"\(type.name).\(field.name)\" of required type \"\(field.type.text)\" was not provided")
    }
  }
}
