/// Checks all rules in an order in which the types of what a rule reads are known before its own.
struct TypeChecker {
  private(set) var environment: TypeEnvironment
  private(set) var faults: [SourceFault] = []
  private let groups: [RuleGroup]
  /// What annotations say of the documents a rule reads.
  private let schemas: (ResolvedRule) -> [SchemaBinding]

  init(tree: RuleTree, groups: [RuleGroup], schemas: @escaping (ResolvedRule) -> [SchemaBinding]) {
    environment = TypeEnvironment(tree: tree)
    self.groups = groups
    self.schemas = schemas
  }

  mutating func check(inOrder order: [Int]) {
    for index in order { check(index) }
  }

  private mutating func check(_ index: Int) {
    let group = groups[index]
    var value: RegoType?
    var key: RegoType?
    var signature: Signature?
    for rule in group.allRules {
      let types = check(rule)
      value = types.value.or(value)
      key = types.keys.first.map { $0.or(key) }
      guard group.kind == .function else { continue }
      let own = Signature(
        parameters: types.arguments.map { .init(type: $0) }, result: .init(type: types.value))
      signature = signature?.or(own) ?? own
    }
    if let signature { environment.set(signature, group: index) }
    switch group.kind {
    case .complete: environment.set(value ?? .any, group: index)
    case .set: environment.set(.set(value ?? .any), group: index)
    case .object:
      let isFlat = group.allRules.allSatisfy { $0.keys.count == 1 && $0.element == nil }
      environment.set(
        isFlat ? .object([], rest: .init(key: key ?? .any, value: value ?? .any)) : .any, group: index)
    case .function: environment.set(.any, group: index)
    }
  }

  private struct RuleTypes {
    var value: RegoType
    var keys: [RegoType]
    var arguments: [RegoType]
  }

  private mutating func check(_ rule: ResolvedRule) -> RuleTypes {
    var scoped = environment
    scoped.schemas = schemas(rule)
    var inference = TypeInference(environment: scoped)
    inference.check(rule.body)
    var value = inference.type(of: rule.element ?? rule.value) ?? .any
    let keys = rule.keys.map { inference.type(of: $0) ?? .any }
    let arguments = rule.arguments.map { inference.type(of: $0) ?? .any }
    faults += inference.faults
    for alternative in rule.alternatives {
      var inference = TypeInference(environment: scoped)
      inference.check(alternative.body)
      value = value.or(inference.type(of: alternative.value) ?? .any)
      faults += inference.faults
    }
    return RuleTypes(value: value, keys: keys, arguments: rule.alternatives.isEmpty ? arguments : arguments.map { _ in .any })
  }
}
