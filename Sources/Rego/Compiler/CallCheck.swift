/// Finds calls of functions that do not exist, and calls with too many or too few arguments.
struct CallCheck {
  let functions: FunctionTable
  private(set) var faults: [SourceFault] = []

  init(functions: FunctionTable) { self.functions = functions }

  mutating func check(_ rule: ResolvedRule) {
    for term in rule.keys + rule.arguments + [rule.element].compactMap({ $0 }) + [rule.value] { check(term) }
    check(rule.body)
    for alternative in rule.alternatives {
      check(alternative.value)
      check(alternative.body)
    }
  }

  mutating func check(_ body: Body) { for literal in body.literals { check(literal) } }

  private mutating func check(_ literal: Literal) {
    for modifier in literal.modifiers { check(modifier) }
    // A call that is a statement may name its result as one more argument.
    if case .expression(let term) = literal.kind, case .call(let callee, let arguments) = term.kind {
      check(callee, arguments, at: literal.location, extra: 1)
      for argument in arguments { check(argument) }
      return
    }
    var terms: [Term] = []
    var bodies: [Body] = []
    var bare = literal
    bare.modifiers = []
    bare.visitParts({ terms.append($0) }, body: { body, heads in
      bodies.append(body)
      terms.append(contentsOf: heads)
    })
    for term in terms { check(term) }
    for body in bodies { check(body) }
  }

  private mutating func check(_ modifier: Literal.Modifier) {
    if modifier.replacement == nil { check(modifier.value) }
    guard let root = modifier.path.first, root != "data", root != "input" else { return }
    if functions.find(Callee(path: modifier.path, location: modifier.target.location)) == nil {
      faults.append(Resolver.unknownTarget(modifier.target.location))
    }
  }

  private mutating func check(_ term: Term) {
    if case .call(let callee, let arguments) = term.kind { check(callee, arguments, at: term.location, extra: 0) }
    var terms: [Term] = []
    var bodies: [Body] = []
    term.visitParts({ terms.append($0) }, body: { body, heads in
      bodies.append(body)
      terms.append(contentsOf: heads)
    })
    for term in terms { check(term) }
    for body in bodies { check(body) }
  }

  private mutating func check(_ callee: Callee, _ arguments: [Term], at location: Location, extra: Int) {
    if callee.isPrint { return }
    guard let arity = functions.arity(of: callee) else {
      faults.append(
        SourceFault(
          .type, "undefined function \(callee.name)", location, advice: "define it, import it or check the spelling"))
      return
    }
    guard arguments.count < arity || arguments.count > arity + extra else { return }
    guard let signature = SignatureTable.standard[callee.name], callee.path.first != "data" else {
      let noun = arguments.count == 1 ? "argument" : "arguments"
      let message = "function \(callee.name) has arity \(arity), got \(arguments.count) \(noun)"
      faults.append(SourceFault(.type, message, location, advice: "give it \(arity)"))
      return
    }
    let have = arguments.map { RegoType(constant: $0)?.text ?? "any" }.joined(separator: ", ")
    faults.append(
      SourceFault(
        .type, "\(callee.name): arity mismatch", location, advice: "give it \(arity)",
        details: ["have: (\(have))", "want: (\(signature.argumentText))"]))
  }
}

extension Callee {
  /// `print` takes any number of arguments.
  var isPrint: Bool { path == ["print"] || path == ["internal", "print"] }
}
