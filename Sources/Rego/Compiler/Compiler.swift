/// Compiles modules and base data into a program. Every stage looks at all rules and ends the compilation if it finds
/// faults: what comes later may rely on what was checked before.
struct Compiler {
  private var tree = RuleTree()
  private var groups: [RuleGroup] = []
  private var faults: [SourceFault] = []
  /// First keys of `input` that any rule reads; nil means all.
  private(set) var inputKeys: Set<String>?
  /// What the rules give, as far as that is known.
  private(set) var types = TypeEnvironment()
  private let arena: Arena
  private let modules: [Module]
  private let sources: [String]
  private let options: RegoOptions

  init(_ modules: [Module], arena: Arena, sources: [String], options: RegoOptions) {
    self.modules = modules
    self.arena = arena
    self.sources = sources
    self.options = options
  }

  mutating func compile(data: Value) throws(FaultList) -> ProgramBuilder {
    for module in modules { faults += ModuleCheck(module, isStrict: options.isStrict).faults }
    registerRules()
    let annotations = AnnotationSet(modules, sources: sources)
    if options.isStrict || !options.schemas.isEmpty || modules.contains(where: \.usesMetadata) {
      faults += annotations.faults
    }
    resolveRules(annotations)
    try stop()
    faults += ConflictCheck(tree: tree, groups: groups, packages: Set(modules.map(\.package)), sources: sources).faults
    try stop()
    let functions = FunctionTable(groups)
    checkCalls(functions)
    try stop()
    orderBodies(functions)
    try stop()
    let order = checkRecursion()
    try stop()
    checkTypes(order, annotations)
    try stop()
    markNested()
    let builder = ProgramBuilder(arena: arena, tree: tree, groups: groups, functions: functions, data: data,
      isTraced: options.isTraced)
    builder.program.sources = sources
    builder.program.data = data
    for group in groups { builder.program.groups.append(plan(group, builder)) }
    try stop()
    return builder
  }

  private mutating func stop() throws(FaultList) {
    guard faults.isEmpty else { throw FaultList(faults: faults.inSourceOrder) }
  }

  // MARK: - Grouping

  /// The leading string elements of a rule's reference, below its package.
  static func path(_ rule: Rule, _ module: Module) -> [String] {
    module.package + rule.head.reference.prefix { $0.isString != nil }.compactMap(\.isString)
  }

  private mutating func registerRules() {
    _ = tree.insert([])
    for module in modules {
      _ = tree.insert(module.package)
      for rule in module.rules { register(rule, in: module) }
    }
    tree.sortNames()
  }

  private mutating func register(_ rule: Rule, in module: Module) {
    let path = Compiler.path(rule, module)
    let node = tree.insert(path)
    let keys = rule.head.reference.dropFirst(path.count - module.package.count)
    let arity = rule.head.arguments?.count ?? 0
    let kind: RuleGroup.Kind =
      arity > 0 ? .function : !keys.isEmpty ? .object : rule.head.element != nil ? .set : .complete
    let definition = RuleDefinition(rule, in: module)
    if let index = tree.nodes[node].group {
      groups[index].definitions.append(definition)
    } else {
      groups.append(RuleGroup(kind: kind, path: path, arity: arity, definitions: [definition], node: node))
      tree.setGroup(groups.count - 1, at: node)
    }
  }

  // MARK: - Names

  private mutating func resolveRules(_ annotations: AnnotationSet) {
    var names: [[String]: [String: [String]]] = [:]
    for module in modules {
      for rule in module.rules {
        names[module.package, default: [:]][rule.head.name] = ["data"] + module.package + [rule.head.name]
      }
    }
    let functions = Set(groups.filter { $0.kind == .function }.map(\.path))
    for module in modules {
      var environment = Environment(names: names[module.package] ?? [:], functions: functions)
      environment.isStrict = options.isStrict
      environment.reservesRoots = options.isStrict || module.dialect.version == .v1
      for line in module.imports where line.isDocument { environment.names[line.name] = line.path }
      resolve(module, environment, annotations)
    }
  }

  private mutating func resolve(_ module: Module, _ environment: Environment, _ annotations: AnnotationSet) {
    var used: Set<String> = []
    for rule in module.rules {
      let path = Compiler.path(rule, module)
      guard let node = tree.find(path), let index = tree.nodes[node].group else { continue }
      let keys = rule.head.reference.dropFirst(path.count - module.package.count)
      var resolver = Resolver(environment: environment)
      if module.usesMetadata { resolver.metadata = annotations.metadata(of: rule, in: module) }
      let resolved = resolver.resolve(rule, keys: keys, file: module.file)
      faults += resolver.faults
      used.formUnion(resolver.usedGlobals)
      if rule.isDefault { groups[index].fallback = resolved } else { groups[index].rules.append(resolved) }
    }
    if options.isStrict { faults += ModuleCheck.unused(module, used: used) }
  }

  // MARK: - Checks

  private mutating func checkCalls(_ functions: FunctionTable) {
    var check = CallCheck(functions: functions)
    for group in groups { for rule in group.allRules { check.check(rule) } }
    faults += check.faults
  }

  private mutating func orderBodies(_ functions: FunctionTable) {
    let lines = RuleLines(modules)
    var check = SafetyCheck(functions: functions)
    for index in groups.indices {
      for number in groups[index].rules.indices {
        check.suffix = lines.suffix(for: groups[index].rules[number])
        groups[index].rules[number] = check.order(groups[index].rules[number])
      }
      if let fallback = groups[index].fallback {
        check.suffix = lines.suffix(for: fallback)
        groups[index].fallback = check.order(fallback)
      }
    }
    faults += check.faults
  }

  /// Groups after those that they read.
  private mutating func checkRecursion() -> [Int] {
    var graph = DependencyGraph(tree: tree, groups: groups)
    inputKeys = graph.inputKeys.reduce(into: Set<String>?([])) { all, keys in
      if let keys { all?.formUnion(keys) } else { all = nil }
    }
    for cycle in graph.cycles() {
      let group = groups[cycle[0]]
      let path = (cycle + [cycle[0]]).map { groups[$0].name }.joined(separator: " -> ")
      faults.append(
        SourceFault(
          .recursion, "rule \(group.name) is recursive: \(path)", group.allRules.first?.location ?? .none,
          advice: "break the cycle"))
    }
    return graph.order
  }

  private mutating func checkTypes(_ order: [Int], _ annotations: AnnotationSet) {
    let bindings = schemaBindings(annotations)
    var checker = TypeChecker(tree: tree, groups: groups) { bindings[$0.location] ?? [] }
    checker.check(inOrder: order)
    faults += checker.faults
    types = checker.environment
    var deprecation = DeprecationCheck(modules, isStrict: options.isStrict)
    for group in groups { for rule in group.allRules { deprecation.check(rule) } }
    faults += deprecation.faults
  }

  /// What annotations say of documents, by the place of the rule that reads them.
  private mutating func schemaBindings(_ annotations: AnnotationSet) -> [Location: [SchemaBinding]] {
    guard annotations.hasSchemas else { return [:] }
    var types = SchemaTypes(options.schemas)
    var result: [Location: [SchemaBinding]] = [:]
    for module in modules {
      for rule in module.rules {
        let references = annotations.schemas(of: rule, in: module)
        guard !references.isEmpty else { continue }
        result[rule.location] = references.compactMap { types.binding($0, at: rule.location) }
      }
    }
    faults += types.faults
    return result
  }

  // MARK: - Planning

  private mutating func markNested() {
    for index in groups.indices where groups[index].kind == .object {
      let group = groups[index]
      groups[index].isNested =
        !tree.nodes[group.node].children.isEmpty
        || group.rules.contains { $0.keys.count > 1 || $0.element != nil }
    }
  }

  private mutating func plan(_ group: RuleGroup, _ builder: ProgramBuilder) -> GroupPlan {
    var plan = GroupPlan(
      kind: group.kind, path: group.path, arity: group.arity, node: group.node, rules: [],
      isNested: group.isNested)
    var tests: [[IndexTest]] = []
    do throws(SourceFault) {
      for rule in group.rules {
        plan.rules.append(try Planner.plan(rule, of: group, builder: builder))
        tests.append(rule.alternatives.isEmpty ? IndexTest.find(in: rule.body, builder: builder) : [])
      }
      if let fallback = group.fallback { plan.fallback = try Planner.plan(fallback, of: group, builder: builder) }
    } catch {
      faults.append(error)
      return plan
    }
    plan.index = RuleIndex.build(tests, arena: arena)
    plan.isUniform = !options.isTraced && Compiler.isUniform(group, builder)
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
}

/// Every fault of one stage.
struct FaultList: Error {
  var faults: [SourceFault]
}

extension [SourceFault] {
  /// By file, then by place.
  var inSourceOrder: [SourceFault] {
    enumerated().sorted { left, right in
      let (first, second) = (left.element.location, right.element.location)
      if first.file != second.file { return first.file < second.file }
      if first.offset != second.offset { return first.offset < second.offset }
      return left.offset < right.offset
    }.map(\.element)
  }
}
