/// Everything a policy was compiled to; immutable once linked, read by all threads.
struct Program {
  var operations: [Operation] = []
  var locations: [Location] = []
  /// Operand `-1` is the first, `-2` the second, …
  var constants: [Value] = []
  var operands: [Int32] = []
  var groups: [GroupPlan] = []
  var inputPaths: [[Value]] = []
  var basePaths: [BasePath] = []
  var replacements: [Replacement] = []
  var tree = RuleTree()
  /// Key values of the tree's nodes, so that names need not be made anew.
  var nodeKeys: [Value] = []
  var sources: [String] = []
  /// What traced code reports.
  var marks: [Mark] = []
  /// The base documents.
  var data = Value.undefined
}
