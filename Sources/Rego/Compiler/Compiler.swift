/// Compiles modules and base data into a program: groups the rules by path, resolves names, checks, plans, indexes.
struct Compiler {
  private var tree = RuleTree()
  private var groups: [RuleGroup] = []
  private(set) var faults: [SourceFault] = []
  /// First keys of `input` that any rule reads; nil means all.
  private(set) var inputKeys: Set<String>?
  private let arena: Arena
  private let isTraced: Bool

  init(arena: Arena, isTraced: Bool = false) {
    self.arena = arena
    self.isTraced = isTraced
  }

  mutating func compile(_ modules: [Module], data: Value, sources: [String]) throws(FaultList) -> ProgramBuilder {
    _ = tree.insert([])
    var functions: Set<[String]> = []
    for module in modules {
      _ = tree.insert(module.package)
      for rule in module.rules {
        register(rule, in: module)
        if rule.head.arguments != nil { functions.insert(Compiler.path(rule, module)) }
      }
    }
    let names = Compiler.packageNames(modules)
    for module in modules { resolve(module, names[module.package] ?? [:], functions) }
    tree.sortNames()
    markNested()
    if faults.isEmpty { checkRecursion() }
    try stop()
    let builder = ProgramBuilder(arena: arena, tree: tree, groups: groups, data: data, isTraced: isTraced)
    builder.program.sources = sources
    builder.program.data = data
    for group in groups { builder.program.groups.append(plan(group, builder)) }
    try stop()
    return builder
  }

  private func stop() throws(FaultList) {
    guard faults.isEmpty else { throw FaultList(faults: faults) }
  }

  // MARK: - Grouping

  /// The leading string elements of a rule's reference, below its package.
  static func path(_ rule: Rule, _ module: Module) -> [String] {
    module.package + rule.head.reference.prefix { $0.isString != nil }.compactMap(\.isString)
  }

  private static func packageNames(_ modules: [Module]) -> [[String]: [String: [String]]] {
    var result: [[String]: [String: [String]]] = [:]
    for module in modules {
      for rule in module.rules {
        result[module.package, default: [:]][rule.head.name] = ["data"] + module.package + [rule.head.name]
      }
    }
    return result
  }

  private mutating func register(_ rule: Rule, in module: Module) {
    let path = Compiler.path(rule, module)
    let node = tree.insert(path)
    let keys = rule.head.reference.dropFirst(path.count - module.package.count)
    let kind: RuleGroup.Kind =
      rule.head.arguments != nil ? .function : !keys.isEmpty ? .object : rule.head.element != nil ? .set : .complete
    let arity = rule.head.arguments?.count ?? 0
    guard let index = tree.nodes[node].group else {
      groups.append(RuleGroup(kind: kind, path: path, arity: arity, node: node))
      tree.setGroup(groups.count - 1, at: node)
      return
    }
    let known = groups[index]
    // A complete rule beside a partial one at the same place can only be the default of it or a conflict.
    guard known.kind == kind, known.arity == arity else {
      faults.append(
        SourceFault(
          .type, "conflicting rules \(known.name) found: give all rules of a name the same kind and arity",
          rule.location))
      return
    }
  }

  private mutating func resolve(_ module: Module, _ names: [String: [String]], _ functions: Set<[String]>) {
    var environment = Environment(names: [:], functions: functions)
    for line in module.imports where line.path[0] == "data" || line.path[0] == "input" {
      environment.names[line.name] = line.path
    }
    environment.names.merge(names) { _, rule in rule }
    for rule in module.rules {
      let path = Compiler.path(rule, module)
      guard let node = tree.find(path), let index = tree.nodes[node].group else { continue }
      let keys = rule.head.reference.dropFirst(path.count - module.package.count)
      var resolver = Resolver(environment: environment)
      do throws(SourceFault) {
        let resolved = try resolver.resolve(rule, keys: keys, file: module.file)
        if rule.isDefault {
          if groups[index].fallback != nil {
            faults.append(
              SourceFault(.type, "multiple default rules \(groups[index].name) found: keep one", rule.location))
          }
          groups[index].fallback = resolved
        } else {
          groups[index].rules.append(resolved)
        }
      } catch {
        faults.append(error)
      }
    }
  }

  private mutating func markNested() {
    for index in groups.indices where groups[index].kind == .object {
      let group = groups[index]
      groups[index].isNested =
        !tree.nodes[group.node].children.isEmpty
        || group.rules.contains { $0.keys.count > 1 || $0.element != nil }
    }
  }

  // MARK: - Planning

  private mutating func plan(_ group: RuleGroup, _ builder: ProgramBuilder) -> GroupPlan {
    var plan = GroupPlan(
      kind: group.kind, path: group.path, arity: group.arity, node: group.node, rules: [],
      isNested: group.isNested)
    var tests: [[IndexTest]] = []
    for rule in group.rules {
      do throws(SourceFault) {
        plan.rules.append(try Planner.plan(rule, of: group, builder: builder))
        tests.append(rule.alternatives.isEmpty ? IndexTest.find(in: rule.body, builder: builder) : [])
      } catch {
        faults.append(error)
      }
    }
    do throws(SourceFault) {
      if let fallback = group.fallback { plan.fallback = try Planner.plan(fallback, of: group, builder: builder) }
    } catch {
      faults.append(error)
    }
    guard plan.rules.count == group.rules.count else { return plan }
    plan.index = RuleIndex.build(tests, arena: arena)
    plan.isUniform = !isTraced && Compiler.isUniform(group, builder)
    return plan
  }

  private static func isUniform(_ group: RuleGroup, _ builder: ProgramBuilder) -> Bool {
    guard group.kind == .complete || group.kind == .function, let first = group.rules.first,
      let value = builder.fold(first.value)
    else { return false }
    return group.rules.allSatisfy { rule in
      guard rule.alternatives.isEmpty, let other = builder.fold(rule.value) else { return false }
      return other.isEqual(value)
    }
  }

  // MARK: - Recursion

  private mutating func checkRecursion() {
    var graph = DependencyGraph(tree: tree, groups: groups)
    inputKeys = graph.inputKeys.reduce(into: Set<String>?([])) { all, keys in
      if let keys { all?.formUnion(keys) } else { all = nil }
    }
    for cycle in graph.cycles() {
      let group = groups[cycle[0]]
      let path = (cycle + [cycle[0]]).map { groups[$0].name }.joined(separator: " -> ")
      faults.append(
        SourceFault(
          .recursion, "rule \(group.name) is recursive: \(path): break the cycle",
          group.rules.first?.location ?? group.fallback?.location ?? .none))
    }
  }
}

/// Every fault of one stage.
struct FaultList: Error {
  var faults: [SourceFault]
}
