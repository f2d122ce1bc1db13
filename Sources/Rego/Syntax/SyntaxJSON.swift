internal import Basics

/// Syntax trees as OPA writes them in JSON: terms are `{"type": …, "value": …}`, expressions `{"index": …, "terms": …}`.
struct SyntaxJSON {
  /// Whether heads tell `:=` from `=`.
  var marksAssignments = true
  /// Wildcards get names of their own, since each stands for another variable.
  private var wildcards = 0

  init(marksAssignments: Bool = true) { self.marksAssignments = marksAssignments }

  /// All rules, so that two modules can be compared without regard to how they are laid out.
  func rules(of module: Module) -> [JSONValue] {
    var writer = SyntaxJSON(marksAssignments: false)
    return module.rules.map { writer.rule($0) }
  }

  // MARK: - Modules

  mutating func module(_ module: Module) -> JSONValue {
    var record: JSONObject = ["package": ["path": .array(path(["data"] + module.package))]]
    if !module.imports.isEmpty {
      record["imports"] = .array(module.imports.map { line in
        var entry: JSONObject = ["path": ["type": "ref", "value": .array(path(line.path))]]
        if let alias = line.alias { entry["alias"] = .string(alias) }
        return .object(entry)
      })
    }
    if !module.rules.isEmpty { record["rules"] = .array(module.rules.map { rule($0) }) }
    return .object(record)
  }

  /// The first name as a variable, the others as strings.
  private func path(_ names: [String]) -> [JSONValue] {
    names.enumerated().map { ["type": $0.offset == 0 ? "var" : "string", "value": .string($0.element)] }
  }

  mutating func rule(_ rule: Rule) -> JSONValue {
    var record = JSONObject()
    if rule.isDefault { record["default"] = true }
    record["head"] = head(rule.head)
    record["body"] = body(rule.body.literals.isEmpty ? Self.always(rule.location) : rule.body)
    if !rule.alternatives.isEmpty { record["else"] = alternatives(rule.alternatives[...], of: rule) }
    return .object(record)
  }

  static func always(_ location: Location) -> Body {
    Body(literals: [Literal(kind: .expression(Term(.boolean(true), location)), location: location)])
  }

  private mutating func alternatives(_ rest: ArraySlice<Rule.Alternative>, of rule: Rule) -> JSONValue {
    guard let first = rest.first else { return .null }
    var branch = rule.head
    branch.value = first.value
    branch.assignment = first.assignment
    var record: JSONObject = [
      "head": head(branch),
      "body": body(first.body.literals.isEmpty ? Self.always(first.location) : first.body),
    ]
    if rest.count > 1 { record["else"] = alternatives(rest.dropFirst(), of: rule) }
    return .object(record)
  }

  private mutating func head(_ head: Head) -> JSONValue {
    let keys = head.reference.dropFirst().map { term($0) }
    var record: JSONObject = ["ref": .array([["type": "var", "value": .string(head.name)]] + keys)]
    if keys.isEmpty { record["name"] = .string(head.name) }
    if let arguments = head.arguments { record["args"] = .array(arguments.map { term($0) }) }
    if let element = head.element {
      record["key"] = term(element)
    } else {
      record["value"] = term(head.value ?? Term(.boolean(true), head.location))
      if marksAssignments, head.assignment == .declare { record["assign"] = true }
    }
    return .object(record)
  }

  // MARK: - Bodies

  mutating func body(_ body: Body) -> JSONValue {
    .array(body.literals.enumerated().map { index, literal in expression(literal, index) })
  }

  private mutating func expression(_ literal: Literal, _ index: Int) -> JSONValue {
    var record: JSONObject = ["index": .integer(index)]
    switch literal.kind {
    case .expression(let value): record["terms"] = terms(of: value)
    case .unify(let left, let right): record["terms"] = .array([name(["eq"]), term(left), term(right)])
    case .assign(let left, let right): record["terms"] = .array([name(["assign"]), term(left), term(right)])
    case .negation(let inner):
      if inner.literals.count == 1, inner.braces == nil, let only = inner.literals.first {
        record = expression(only, index).objectValue ?? record
        record["negated"] = true
      } else {
        record["terms"] = ["body": body(inner)]
        record["negated"] = true
      }
    case .some(let names): record["terms"] = ["symbols": .array(names.map { term($0) })]
    case .someIn(let key, let value, let domain):
      let operands = [key, value, domain].compactMap { $0 }
      let call = Callee(path: ["internal", "member_\(operands.count)"], isOperator: true, location: literal.location)
      record["terms"] = ["symbols": [term(Term(.call(call, operands), literal.location))]]
    case .every(let key, let value, let domain, let inner):
      record["terms"] = [
        "key": key.map { term($0) } ?? .null, "value": term(value), "domain": term(domain), "body": body(inner),
      ]
    case .disjunction(let bodies): record["terms"] = ["or": .array(bodies.map { body($0) })]
    }
    if !literal.modifiers.isEmpty {
      record["with"] = .array(literal.modifiers.map { ["target": term($0.target), "value": term($0.value)] })
    }
    return .object(record)
  }

  /// A call is a list whose first term is the function; anything else is one term.
  private mutating func terms(of value: Term) -> JSONValue {
    guard case .call(let callee, let arguments) = value.kind else { return term(value) }
    return .array([name(callee.path)] + arguments.map { term($0) })
  }

  private func name(_ names: [String]) -> JSONValue { ["type": "ref", "value": .array(path(names))] }

  // MARK: - Terms

  mutating func term(_ term: Term) -> JSONValue {
    switch term.kind {
    case .null: return ["type": "null", "value": .null]
    case .boolean(let value): return ["type": "boolean", "value": .bool(value)]
    case .number(let text): return ["type": "number", "value": (try? JSONValue.parse(text)) ?? .string(text)]
    case .string(let text): return ["type": "string", "value": .string(text)]
    case .variable(let variable): return ["type": "var", "value": .string(self.variable(variable))]
    case .reference(let head, let path):
      return ["type": "ref", "value": .array([self.term(head)] + path.map { self.term($0) })]
    case .array(let terms): return ["type": "array", "value": .array(terms.map { self.term($0) })]
    case .set(let terms): return ["type": "set", "value": .array(terms.map { self.term($0) })]
    case .object(let members):
      return ["type": "object", "value": .array(members.map { [self.term($0.key), self.term($0.value)] })]
    case .arrayComprehension(let head, let inner): return comprehension("array", ["term": self.term(head)], inner)
    case .setComprehension(let head, let inner): return comprehension("set", ["term": self.term(head)], inner)
    case .objectComprehension(let key, let value, let inner):
      return comprehension("object", ["key": self.term(key), "value": self.term(value)], inner)
    case .call(let callee, let arguments):
      return ["type": "call", "value": .array([name(callee.path)] + arguments.map { self.term($0) })]
    case .template(let parts): return ["type": "templatestring", "value": ["parts": .array(parts.map { part($0) })]]
    }
  }

  private mutating func variable(_ variable: Variable) -> String {
    guard variable.isWildcard else { return variable.name }
    wildcards += 1
    return "$\(wildcards - 1)"
  }

  private mutating func comprehension(_ kind: String, _ heads: JSONObject, _ inner: Body) -> JSONValue {
    var record = heads
    record["body"] = body(inner)
    return ["type": .string(kind + "comprehension"), "value": .object(record)]
  }

  private mutating func part(_ part: TemplatePart) -> JSONValue {
    switch part {
    case .text(let text): ["type": "string", "value": .string(text)]
    case .expression(let value): ["terms": terms(of: value)]
    }
  }
}
