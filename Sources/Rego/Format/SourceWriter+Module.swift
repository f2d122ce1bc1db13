extension SourceWriter {
  mutating func write() {
    flushComments(before: module.packageLocation.offset)
    put("package " + path(module.package, from: module.packageLocation.offset, to: module.packageEnd))
    row = row(behind: module.packageEnd)
    blankLine()
    var imports = upgradedImports()[...]
    var rules = module.rules[...]
    while !imports.isEmpty || !rules.isEmpty {
      let ruleStart = rules.first?.location.offset ?? .max
      let leading = imports.prefix { $0.location.offset <= ruleStart }
      imports = imports.dropFirst(leading.count)
      write(Array(leading))
      let importStart = imports.first?.location.offset ?? .max
      let run = rules.prefix { $0.location.offset < importStart }
      rules = rules.dropFirst(run.count)
      write(Array(run))
    }
    flushComments(before: Int32(bytes.count))
    trimEnd()
  }

  // MARK: - Imports

  /// With `import rego.v1` in front if the module was not written in Rego v1.
  private func upgradedImports() -> [Import] {
    guard module.dialect.version == .v0 else { return module.imports }
    let first = module.imports.first?.location ?? module.rules.first?.location ?? module.packageLocation
    let rest = module.imports.filter { $0.path.first != "future" }
    return [Import(path: ["rego", "v1"], alias: nil, location: first)] + rest
  }

  /// Imports on successive lines are one group, which is sorted.
  private mutating func write(_ imports: [Import]) {
    var group: [Import] = []
    for line in imports {
      if let last = group.last, line.location.row > last.location.row + 1 {
        write(group: group)
        group = []
      }
      group.append(line)
    }
    write(group: group)
  }

  private mutating func write(group: [Import]) {
    guard let first = group.first else { return }
    let comments = group.map { $0.end > 0 ? takeComments(ofRow: $0.location.row) : "" }
    flushComments(before: first.location.offset)
    let lines = zip(group, comments).sorted { left, right in
      left.0.path != right.0.path
        ? left.0.path.lexicographicallyPrecedes(right.0.path) : (left.0.alias ?? "") < (right.0.alias ?? "")
    }
    for (line, comment) in lines {
      put("import " + path(line.path, from: line.location.offset, to: line.end))
      if let alias = line.alias { put(" as " + alias) }
      put(comment)
      row = 0
      endLine()
    }
    blankLine()
  }

  /// A path with dots, or with brackets where a name needs them or a keyword was written so.
  private func path(_ names: [String], from start: Int32, to end: Int32) -> String {
    let isQuoted = end > start && bytes[Int(start)..<Int(end)].contains(UInt8(ascii: "\""))
    var result = names.first ?? ""
    for name in names.dropFirst() {
      let isPlain = Names.isName(name) && !(isQuoted && Names.isKeyword(name))
      result += isPlain ? "." + name : "[" + Names.quoted(name) + "]"
    }
    return result
  }

  // MARK: - Rules

  private mutating func write(_ rules: [Rule]) {
    for (index, rule) in rules.enumerated() {
      if !rule.sharesHead { flushComments(before: rule.location.offset) }
      write(rule)
      let next = index + 1 < rules.count ? rules[index + 1] : nil
      if let next, isOneLiner(rule), isOneLiner(next), next.location.row == rule.location.row + 1 {
        endLine()
      } else {
        blankLine()
      }
    }
  }

  /// Rules of one line, here and in the source, may follow each other without a blank line.
  private func isOneLiner(_ rule: Rule) -> Bool {
    let literals = rule.body.literals
    guard literals.count <= 1, !rule.isDefault, rule.alternatives.isEmpty, !rule.sharesHead else { return false }
    return row(behind: rule.end) == rule.location.row && literals.first.map(isLoneBraces) != true
  }
}
