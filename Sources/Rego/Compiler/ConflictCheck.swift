/// Finds rules that cannot stand at the same path, or one below the other.
struct ConflictCheck {
  let tree: RuleTree
  let groups: [RuleGroup]
  let packages: Set<[String]>
  let sources: [String]
  private(set) var faults: [SourceFault] = []

  init(tree: RuleTree, groups: [RuleGroup], packages: Set<[String]>, sources: [String]) {
    self.tree = tree
    self.groups = groups
    self.packages = packages
    self.sources = sources
    for group in groups { check(group) }
    for group in groups { checkPackages(group) }
  }

  private mutating func check(_ group: RuleGroup) {
    let rules = group.definitions
    guard let first = rules.first, let last = rules.last else { return }
    let below = tree.groups(below: group.node).map { groups[$0] }.filter { $0.node != group.node }
    if rules.contains(where: \.isGround), !below.isEmpty {
      let names = below.map(\.name).sorted().joined(separator: " ")
      return report(
        "rule \(last.text) conflicts with [\(names)]", first.location,
        "a rule with a value has no rules below it; rename one of them")
    }
    let complete = rules.contains { !$0.isMultiValue && $0.isGround }
    let partial = rules.contains { $0.isMultiValue || !$0.isGround }
    if Set(rules.map(\.isMultiValue)).count > 1 || Set(rules.map(\.arity)).count > 1 || (complete && partial) {
      return report(
        "conflicting rules \(last.text) found", first.location, "give all rules of a name the same kind and arity")
    }
    let defaults = rules.filter(\.isDefault)
    if defaults.count > 1 {
      let places = defaults.map { place($0.location) }.joined(separator: ", ")
      report("multiple default rules \(first.text) found at \(places)", defaults[0].location, "keep one of them")
    }
  }

  private mutating func checkPackages(_ group: RuleGroup) {
    for rule in group.definitions where packages.contains(group.path) && rule.isGround {
      report(
        "package \(group.path.joined(separator: ".")) conflicts with rule \(rule.ruleText) defined at "
          + place(rule.location),
        rule.packageLocation, "rename the package or the rule")
    }
  }

  private func place(_ location: Location) -> String {
    let index = Int(location.file)
    let file = index >= 0 && index < sources.count ? sources[index] : ""
    return file.isEmpty ? "\(location.row):\(location.column)" : "\(file):\(location.row)"
  }

  private mutating func report(_ message: String, _ location: Location, _ advice: String) {
    faults.append(SourceFault(.type, message, location, advice: advice))
  }
}
