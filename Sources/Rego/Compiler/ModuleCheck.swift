/// What can be said of a module without looking at others.
struct ModuleCheck {
  let module: Module
  let isStrict: Bool
  private(set) var faults: [SourceFault] = []

  init(_ module: Module, isStrict: Bool) {
    self.module = module
    self.isStrict = isStrict
    guard isStrict || module.dialect.version == .v1 else { return }
    checkRules()
    checkImports()
  }

  private mutating func checkRules() {
    for rule in module.rules where rule.head.name == "input" || rule.head.name == "data" {
      faults.append(
        SourceFault(
          .compile, "rules must not shadow \(rule.head.name) (use a different rule name)", rule.location))
    }
  }

  private mutating func checkImports() {
    var known: [String: Import] = [:]
    for line in module.imports {
      guard let first = known[line.name] else {
        known[line.name] = line
        continue
      }
      faults.append(
        SourceFault(
          .compile, "import must not shadow \(first.text)", line.location,
          advice: "remove one of them, or give it another name with `as`"))
    }
  }

  /// Imports of documents that no rule uses.
  static func unused(_ module: Module, used: Set<String>) -> [SourceFault] {
    module.imports.filter { $0.isDocument && !used.contains($0.name) }.map { line in
      SourceFault(.compile, "\(line.text) unused", line.location, advice: "remove the line")
    }
  }
}

extension Import {
  /// As OPA prints it.
  var text: String { "import " + path.joined(separator: ".") + (alias.map { " as " + $0 } ?? "") }

  /// Names a document, not a feature of the language.
  var isDocument: Bool { path.first == "data" || path.first == "input" }
}
