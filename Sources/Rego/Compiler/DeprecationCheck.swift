/// Finds calls of built-in functions that Rego v1 no longer has, and v0 in strict mode.
struct DeprecationCheck {
  private var files: Set<Int32> = []
  private(set) var faults: [SourceFault] = []

  init(_ modules: [Module], isStrict: Bool) {
    for module in modules where isStrict || module.dialect.version == .v1 { files.insert(module.file) }
  }

  mutating func check(_ rule: ResolvedRule) {
    guard files.contains(rule.file) else { return }
    var found: [(Callee, Location)] = []
    func visit(_ term: Term) {
      if case .call(let callee, _) = term.kind { found.append((callee, term.location)) }
      term.visitParts(visit, body: visit)
    }
    func visit(_ body: Body, _ heads: [Term]) {
      for literal in body.literals { literal.visitParts(visit, body: visit) }
      heads.forEach(visit)
    }
    visit(rule.body, rule.keys + rule.arguments + [rule.element].compactMap { $0 } + [rule.value])
    for alternative in rule.alternatives { visit(alternative.body, [alternative.value]) }
    for (callee, location) in found where SignatureTable.standard[callee.name]?.isDeprecated == true {
      faults.append(
        SourceFault(
          .type, "deprecated built-in function calls in expression: \(callee.name)", location,
          advice: "write it with the functions that took its place"))
    }
  }
}
