/// Selects, by the value of one input path, the rules of a group that can hold at all.
///
/// Rules that compare the path with a constant stand in the list of that constant; all others stand in every list.
struct RuleIndex {
  /// The input path that tells most rules apart.
  var path: Int32
  /// Constant → number of its list in `lists`.
  var table: Value
  /// Candidates in source order; the last list is for values that no rule names.
  var lists: [[Int32]]
}

/// An equality that a rule cannot hold without: an input path and a constant.
struct IndexTest {
  var path: Int32
  var value: Value

  /// The tests in a body; literals with `with` prove nothing about the caller's input.
  static func find(in body: Body, builder: ProgramBuilder) -> [IndexTest] {
    body.literals.compactMap { literal in
      guard literal.modifiers.isEmpty else { return nil }
      switch literal.kind {
      case .expression(let term):
        guard case .call(let callee, let arguments) = term.kind, callee.name == "equal", arguments.count == 2
        else { return nil }
        return test(arguments[0], arguments[1], builder) ?? test(arguments[1], arguments[0], builder)
      case .unify(let left, let right): return test(left, right, builder) ?? test(right, left, builder)
      default: return nil
      }
    }
  }

  private static func test(_ left: Term, _ right: Term, _ builder: ProgramBuilder) -> IndexTest? {
    guard case .reference(let head, let path) = left.kind, head.isVariable == .input,
      let value = builder.fold(right)
    else { return nil }
    var keys: [Value] = []
    for element in path {
      guard let key = builder.fold(element) else { return nil }
      keys.append(key)
    }
    return IndexTest(path: builder.inputPath(keys), value: value)
  }
}

extension RuleIndex {
  /// Fewer rules than this are tried one after the other.
  static let minimumRules = 3

  /// An index over rules with these tests, or nil if it would not help.
  static func build(_ tests: [[IndexTest]], arena: Arena) -> RuleIndex? {
    guard tests.count >= minimumRules else { return nil }
    var distinct: [Int32: Set<ValueKey>] = [:]
    for rule in tests {
      for test in rule { distinct[test.path, default: []].insert(ValueKey(value: test.value)) }
    }
    let best = distinct.max { left, right in
      left.value.count != right.value.count ? left.value.count < right.value.count : left.key > right.key
    }
    guard let (path, values) = best, values.count > 1 else { return nil }
    let ordered = values.map(\.value).sorted { $0.compare($1) < 0 }
    var lists: [[Int32]] = Array(repeating: [], count: ordered.count + 1)
    var numbers: [ValueKey: Int] = [:]
    for (number, value) in ordered.enumerated() { numbers[ValueKey(value: value)] = number }
    for (rule, ruleTests) in tests.enumerated() {
      if let test = ruleTests.first(where: { $0.path == path }) {
        if let number = numbers[ValueKey(value: test.value)] { lists[number].append(Int32(rule)) }
      } else {
        for number in lists.indices { lists[number].append(Int32(rule)) }
      }
    }
    let table = arena.object(ordered.enumerated().map { (key: $1, value: .integer($0)) })
    return RuleIndex(path: path, table: table, lists: lists)
  }
}
