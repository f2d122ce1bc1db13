/// Which rules begin on which lines: several may share one, and then a place alone does not say which rule is meant.
struct RuleLines {
  private var names: [Line: Set<String>] = [:]

  fileprivate struct Line: Hashable {
    var file: Int32
    var row: Int32
  }

  init(_ modules: [Module]) {
    for module in modules {
      for rule in module.rules { names[Line(rule.location), default: []].insert(rule.head.text) }
    }
  }

  /// What messages about the rule end with: its name, if rules of other names begin on its line.
  func suffix(for rule: ResolvedRule) -> String {
    (names[Line(rule.location)]?.count ?? 0) > 1 ? " in rule \(rule.fullName)" : ""
  }
}

extension RuleLines.Line {
  fileprivate init(_ location: Location) { self.init(file: location.file, row: location.row) }
}
