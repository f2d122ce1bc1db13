internal import Basics

/// A module as the document that `rego.parse_module` gives to policies: OPA's JSON form of the syntax tree.
struct ModuleDocument {
  let json: JSONValue

  init(_ module: Module) {
    let path = [ModuleDocument.term("var", .string("data"))] + module.package.map(ModuleDocument.string)
    var object: JSONObject = ["package": ["path": .array(path)]]
    if !module.imports.isEmpty { object["imports"] = .array(module.imports.map(ModuleDocument.line)) }
    if !module.rules.isEmpty { object["rules"] = .array(module.rules.map(ModuleDocument.rule)) }
    json = .object(object)
  }

  // MARK: - Imports and rules

  private static func line(_ line: Import) -> JSONValue {
    let path = [term("var", .string(line.path.first ?? ""))] + line.path.dropFirst().map(string)
    var object: JSONObject = ["path": term("ref", .array(path))]
    if let alias = line.alias { object["alias"] = .string(alias) }
    return .object(object)
  }

  private static func rule(_ rule: Rule) -> JSONValue {
    var object = self.rule(head: head(rule.head), rule.body)
    if rule.isDefault { object["default"] = .bool(true) }
    var next: JSONValue?
    for alternative in rule.alternatives.reversed() {
      var inner = rule.head
      inner.value = alternative.value
      inner.assignment = alternative.assignment
      var branch = self.rule(head: head(inner), alternative.body)
      branch["else"] = next
      next = .object(branch)
    }
    object["else"] = next
    return .object(object)
  }

  private static func rule(head: JSONValue, _ body: Body) -> JSONObject {
    let always = Literal(kind: .expression(Term(.boolean(true), .none)), location: .none)
    let literals = body.literals.isEmpty ? [always] : body.literals
    return ["head": head, "body": self.body(Body(literals: literals))]
  }

  private static func head(_ head: Head) -> JSONValue {
    let reference = [term("var", .string(head.name))] + head.reference.dropFirst().map(term)
    var object: JSONObject = ["ref": .array(reference)]
    if head.reference.count == 1 { object["name"] = .string(head.name) }
    if let arguments = head.arguments { object["args"] = .array(arguments.map(term)) }
    if let element = head.element {
      object["key"] = term(element)
    } else {
      object["value"] = term(head.value ?? Term(.boolean(true), head.location))
      if head.assignment == .declare { object["assign"] = .bool(true) }
    }
    return .object(object)
  }

  // MARK: - Bodies

  private static func body(_ body: Body) -> JSONValue {
    .array(body.literals.enumerated().map { expression($1, index: $0) })
  }

  private static func expression(_ literal: Literal, index: Int) -> JSONValue {
    var object: JSONObject = ["index": .number(JSONNumber(index)), "terms": terms(literal)]
    if case .negation = literal.kind { object["negated"] = .bool(true) }
    if !literal.modifiers.isEmpty {
      object["with"] = .array(literal.modifiers.map { ["target": term($0.target), "value": term($0.value)] })
    }
    return .object(object)
  }

  private static func terms(_ literal: Literal) -> JSONValue {
    switch literal.kind {
    case .expression(let value): return statement(value)
    case .unify(let left, let right): return .array([name(["eq"]), term(left), term(right)])
    case .assign(let left, let right): return .array([name(["assign"]), term(left), term(right)])
    case .negation(let inner):
      guard inner.braces == nil, let only = inner.literals.first else { return ["body": body(inner)] }
      return terms(only)
    case .some(let variables): return ["symbols": .array(variables.map(term))]
    case .someIn(let key, let value, let domain):
      let names = key == nil ? ["internal", "member_2"] : ["internal", "member_3"]
      let operands = ([key, value].compactMap { $0 } + [domain]).map(term)
      return ["symbols": .array([term("call", .array([name(names)] + operands))])]
    case .every(let key, let value, let domain, let inner):
      return [
        "key": key.map(term) ?? .null, "value": term(value), "domain": term(domain), "body": body(inner),
      ]
    case .disjunction(let bodies): return ["or": .array(bodies.map(body))]
    }
  }

  /// A call that is a statement stands without a term of its own.
  private static func statement(_ value: Term) -> JSONValue {
    guard case .call(let callee, let arguments) = value.kind else { return term(value) }
    return .array([name(callee.path)] + arguments.map(term))
  }

  // MARK: - Terms

  private static func term(_ type: String, _ value: JSONValue) -> JSONValue {
    ["type": .string(type), "value": value]
  }

  private static func string(_ text: String) -> JSONValue { term("string", .string(text)) }

  private static func name(_ path: [String]) -> JSONValue {
    term("ref", .array([term("var", .string(path.first ?? ""))] + path.dropFirst().map(string)))
  }

  private static func term(_ term: Term) -> JSONValue {
    switch term.kind {
    case .null: return ["type": "null", "value": .null]
    case .boolean(let value): return self.term("boolean", .bool(value))
    case .number(let text): return self.term("number", (try? JSONValue.parse(text)) ?? .string(text))
    case .string(let text): return string(text)
    case .variable(let variable): return self.term("var", .string(variable.name))
    case .reference(let head, let path): return self.term("ref", .array(([head] + path).map(self.term)))
    case .array(let terms): return self.term("array", .array(terms.map(self.term)))
    case .set(let terms): return self.term("set", .array(terms.map(self.term)))
    case .object(let members):
      return self.term("object", .array(members.map { .array([self.term($0.key), self.term($0.value)]) }))
    case .arrayComprehension(let head, let inner):
      return self.term("arraycomprehension", ["term": self.term(head), "body": body(inner)])
    case .setComprehension(let head, let inner):
      return self.term("setcomprehension", ["term": self.term(head), "body": body(inner)])
    case .objectComprehension(let key, let value, let inner):
      return self.term(
        "objectcomprehension", ["key": self.term(key), "value": self.term(value), "body": body(inner)])
    case .call(let callee, let arguments):
      return self.term("call", .array([name(callee.path)] + arguments.map(self.term)))
    case .template(let parts):
      return self.term(
        "templatestring",
        .array(
          parts.map { part in
            switch part {
            case .text(let text): string(text)
            case .expression(let inner): self.term(inner)
            }
          }))
    }
  }
}
