public import Basics

extension PartialResult {
  /// `{"queries": […], "support": […]}` with syntax trees as OPA writes them; members that are empty are left out.
  public var json: JSONValue {
    var support = SupportModule()
    let queries = branches.map { branch in support.writing(branch) }
    var record = JSONObject()
    if !queries.isEmpty { record["queries"] = .array(queries) }
    if let module = support.module { record["support"] = .array([module]) }
    return .object(record)
  }
}

/// Rules that stand for what cannot be negated as one expression: `not { a; b }` becomes `not data.partial.__not1__`.
private struct SupportModule {
  private var rules: [Rule] = []
  private static let package = "partial"

  mutating func writing(_ branch: [Literal]) -> JSONValue {
    let literals = branch.map { written($0) }
    var writer = SyntaxJSON()
    return writer.body(Body(literals: literals))
  }

  var module: JSONValue? {
    guard !rules.isEmpty else { return nil }
    var writer = SyntaxJSON()
    return writer.module(
      Module(
        file: -1, package: [Self.package], packageLocation: .none, imports: [], rules: rules, comments: [],
        dialect: Dialect(.v1)))
  }

  private mutating func written(_ literal: Literal) -> Literal {
    guard case .negation(let body) = literal.kind, body.braces != nil else { return literal }
    let name = "__not\(rules.count + 1)__"
    var rule = Rule(
      location: .none, isDefault: false,
      head: Head(
        reference: [Term(.string(name), .none)], arguments: nil, element: nil, value: nil, location: .none),
      body: Body(literals: []))
    rules.append(rule)
    let index = rules.count - 1
    rule.body = Body(literals: body.literals.map { written($0) })
    rules[index] = rule
    let reference = Term(
      .reference(Term(.variable(.data), .none), [Term(.string(Self.package), .none), Term(.string(name), .none)]), .none)
    return Literal(kind: .negation(Body(literals: [Literal(condition: reference)])), location: .none)
  }
}
