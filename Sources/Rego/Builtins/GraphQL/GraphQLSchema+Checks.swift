/// What the type system forbids.
extension GraphQLSchema {
  static func check(name: String) throws(BuiltinError) {
    if name.hasPrefix("__") {
      throw fault("Name \"\(name)\" must not begin with \"__\", which is reserved by GraphQL introspection.")
    }
  }

  func check(_ type: GraphQLType) throws(BuiltinError) {
    if type.isBuiltIn, type.name.hasPrefix("__") { return }
    try checkFields(type)
    for member in type.members {
      guard let object = types[member] else { throw Self.fault("Undefined type \"\(member)\".") }
      guard object.kind == "OBJECT" else { throw Self.fault("\(type.kind) type \"\(member)\" must be OBJECT.") }
    }
    for interface in type.interfaces { try checkImplements(type, interface) }
    try checkContents(type)
    if !type.isBuiltIn { try Self.check(name: type.name) }
    try check(type.directives, at: type.kind, in: nil)
  }

  private func checkFields(_ type: GraphQLType) throws(BuiltinError) {
    var names: Set<String> = []
    for field in type.fields {
      try Self.check(name: field.name)
      try check(field.type)
      try check(field.arguments, of: nil)
      try check(field.directives, at: type.kind == "INPUT_OBJECT" ? "INPUT_FIELD_DEFINITION" : "FIELD_DEFINITION", in: nil)
    }
    for field in type.fields where !names.insert(field.name).inserted {
      throw Self.fault("Field \(type.name).\(field.name) can only be defined once.")
    }
  }

  private func checkContents(_ type: GraphQLType) throws(BuiltinError) {
    switch type.kind {
    case "OBJECT", "INTERFACE":
      if type.fields.isEmpty { throw Self.fault("\(type.kind) \(type.name): must define one or more fields.") }
      for field in type.fields where types[field.type.name]?.kind == "INPUT_OBJECT" {
        throw Self.fault("\(type.kind) \(type.name): field must be one of SCALAR, OBJECT, INTERFACE, UNION, ENUM.")
      }
    case "ENUM":
      if type.values.isEmpty { throw Self.fault("\(type.kind) \(type.name): must define one or more unique enum values.") }
      for value in type.values where ["true", "false", "null"].contains(value) {
        throw Self.fault("\(type.kind) \(type.name): non-enum value \(value).")
      }
    case "INPUT_OBJECT":
      if type.fields.isEmpty { throw Self.fault("\(type.kind) \(type.name): must define one or more input fields.") }
      for field in type.fields {
        guard let known = types[field.type.name], !known.isInput else { continue }
        throw Self.fault("\(known.kind) \(field.name): field must be one of SCALAR, ENUM, INPUT_OBJECT.")
      }
    default: break
    }
  }

  private func check(_ reference: GraphQLReference) throws(BuiltinError) {
    guard types[reference.name] != nil else { throw Self.fault("Undefined type \(reference.name).") }
  }

  func check(_ arguments: [GraphQLField], of directive: GraphQLDirective?) throws(BuiltinError) {
    for argument in arguments {
      try Self.check(name: argument.name)
      try check(argument.type)
      if let type = types[argument.type.name], !type.isInput {
        throw Self.fault(
          "cannot use \(argument.type.text) as argument \(argument.name) because \(type.kind) is not a valid input type")
      }
      try check(argument.directives, at: "ARGUMENT_DEFINITION", in: directive)
    }
  }

  private func check(_ uses: [GraphQLNode], at location: String, in current: GraphQLDirective?) throws(BuiltinError) {
    for use in uses {
      try Self.check(name: use.name)
      if let current, current.name == use.name { throw Self.fault("Directive \(use.name) cannot refer to itself.") }
      guard let directive = directives[use.name] else { throw Self.fault("Undefined directive \(use.name).") }
      guard directive.locations.contains(location) else {
        throw Self.fault("Directive \(use.name) is not applicable on \(location).")
      }
    }
  }

  // MARK: - Interfaces

  private func checkImplements(_ type: GraphQLType, _ name: String) throws(BuiltinError) {
    guard let interface = types[name] else { throw Self.fault("Undefined type \"\(name)\".") }
    guard interface.kind == "INTERFACE" else { throw Self.fault("\"\(name)\" is a non interface type \(interface.kind).") }
    let start = "For \(type.name) to implement \(name)"
    for required in interface.fields {
      guard let found = type.field(required.name) else {
        throw Self.fault("\(start) it must have a field called \(required.name).")
      }
      guard isCovariant(required.type, found.type) else {
        throw Self.fault("\(start) the field \(required.name) must have type \(required.type.text).")
      }
      try checkArguments(required, found, start)
    }
    for ancestor in interface.interfaces where !type.interfaces.contains(ancestor) {
      if ancestor == type.name {
        throw Self.fault("Type \(type.name) cannot implement \(name) because it would create a circular reference.")
      }
      throw Self.fault("Type \(type.name) must implement \(ancestor) because it is implemented by \(name).")
    }
  }

  private func checkArguments(_ required: GraphQLField, _ found: GraphQLField, _ start: String) throws(BuiltinError) {
    let same = "\(start) the field \(required.name) must have the same arguments but"
    for wanted in required.arguments {
      guard let argument = found.arguments.first(where: { $0.name == wanted.name }) else {
        throw Self.fault("\(same) it is missing \(wanted.name).")
      }
      guard wanted.type.isCompatible(with: argument.type) else { throw Self.fault("\(same) \(wanted.name) has the wrong type.") }
    }
    for extra in found.arguments where extra.isRequired && !required.arguments.contains(where: { $0.name == extra.name }) {
      let rule = "any additional arguments on \(found.name) must be optional or have a default value"
      throw Self.fault("\(start) \(rule) but \(extra.name) is required.")
    }
  }

  private func isCovariant(_ required: GraphQLReference, _ actual: GraphQLReference) -> Bool {
    if required.isNonNull, !actual.isNonNull { return false }
    switch (required.element, actual.element) {
    case (let left?, let right?): return isCovariant(left, right)
    case (nil, nil): return required.name == actual.name || possible[required.name]?.contains(actual.name) == true
    default: return false
    }
  }
}
