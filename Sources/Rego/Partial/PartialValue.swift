/// What a term comes to while part of the input is unknown.
enum PartialValue {
  case known(Value)
  /// A term that is left to compute; its variables are those of the conditions.
  case residual(Term)

  var value: Value? { if case .known(let value) = self { value } else { nil } }

  var term: Term {
    switch self {
    case .known(let value): Term(value: value)
    case .residual(let term): term
    }
  }
}

extension Term {
  /// A constant.
  init(value: Value) {
    self.init(Term.kind(of: value), .none)
  }

  private static func kind(of value: Value) -> Kind {
    switch value.tag {
    case .undefined, .null, .virtual: return .null
    case .boolean: return .boolean(value.booleanValue == true)
    case .integer, .decimal: return .number(value.numberText)
    case .string: return .string(value.text.string)
    case .array: return .array(value.elements.map { Term(value: $0) })
    case .set: return .set((0..<value.table.count).map { Term(value: value.table.key($0)) })
    case .object:
      let table = value.table
      return .object((0..<table.count).map { .init(key: Term(value: table.key($0)), value: Term(value: table.value($0))) })
    }
  }

  /// An operator or built-in, applied.
  static func call(_ path: [String], _ operands: [Term]) -> Term {
    Term(.call(Callee(path: path, isOperator: true, location: .none), operands), .none)
  }
}

extension Literal {
  /// An expression that must hold.
  init(condition term: Term) { self.init(kind: .expression(term), location: .none) }

  /// What holds if this does not; nil if it has variables of its own.
  var negated: Literal? {
    var finder = VariableFinder()
    finder.visit(self)
    guard finder.found.isEmpty else { return nil }
    if case .negation(let body) = kind, body.braces == nil, body.literals.count == 1, modifiers.isEmpty {
      return body.literals[0]
    }
    return Literal(kind: .negation(Body(literals: [self])), location: .none)
  }
}
