/// A group of rules, planned.
struct GroupPlan {
  var kind: RuleGroup.Kind
  var path: [String]
  var arity: Int
  var node: Int
  var rules: [RulePlan]
  /// Entry of the block that yields the default value.
  var fallback: RulePlan?
  var index: RuleIndex?
  /// All rules give the same constant: the first that holds decides.
  var isUniform = false
  /// See `RuleGroup`.
  var isNested = false
}

/// One rule: the blocks of its branches, tried in order until one has a solution.
struct RulePlan {
  var entries: [Int32]
  var registers: Int32
  var location: Location
  var name: String
}

/// A base document path and what it holds in the data the policy was linked with.
struct BasePath {
  var path: [String]
  var keys: [Value]
  var value: Value
}

/// What a `with` replaces, in order; the values are the operands.
struct Replacement {
  enum Target {
    case input([Value])
    case data([String], [Value])
    /// A built-in or function is replaced by a value…
    case functionByValue(CalleeID)
    /// … or by another function.
    case functionByFunction(CalleeID, CalleeID)
  }
  var targets: [Target]
}

/// A function that can be called.
enum CalleeID: Hashable {
  case builtin(Int32)
  case group(Int32)

  var isBuiltin: Bool { if case .builtin = self { true } else { false } }
}
