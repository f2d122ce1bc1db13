/// Which groups of rules each group reads, to refuse recursion.
struct DependencyGraph {
  private let tree: RuleTree
  private(set) var edges: [Set<Int>]
  /// First keys of `input` that each group reads; nil means the whole input.
  private(set) var inputKeys: [Set<String>?]
  /// Groups after those that they read, known once cycles have been looked for.
  private(set) var order: [Int] = []

  init(tree: RuleTree, groups: [RuleGroup]) {
    self.tree = tree
    edges = []
    inputKeys = []
    for group in groups {
      var visitor = DependencyFinder(tree: tree)
      for rule in group.allRules { visitor.visit(rule) }
      edges.append(visitor.groups)
      inputKeys.append(visitor.readsWholeInput ? nil : visitor.inputKeys)
    }
    for (index, group) in groups.enumerated() where group.kind == .object {
      edges[index].formUnion(tree.groups(below: group.node))
      edges[index].remove(index)
    }
    for index in groups.indices where groups[index].rules.contains(where: { readsItself($0, index) }) {
      edges[index].insert(index)
    }
  }

  private func readsItself(_ rule: ResolvedRule, _ index: Int) -> Bool {
    var visitor = DependencyFinder(tree: tree)
    visitor.visit(rule)
    return visitor.groups.contains(index)
  }

  /// One cycle for every group that can reach itself through groups not reported yet.
  mutating func cycles() -> [[Int]] {
    var state = [UInt8](repeating: 0, count: edges.count)
    var result: [[Int]] = []
    for start in edges.indices where state[start] == 0 {
      var path: [Int] = []
      var pending: [(Int, [Int])] = [(start, edges[start].sorted())]
      state[start] = 1
      path.append(start)
      while let (node, rest) = pending.last {
        guard let next = rest.first else {
          pending.removeLast()
          path.removeLast()
          state[node] = 2
          order.append(node)
          continue
        }
        pending[pending.count - 1].1.removeFirst()
        if state[next] == 1, let from = path.firstIndex(of: next) {
          result.append(Array(path[from...]))
        } else if state[next] == 0 {
          state[next] = 1
          path.append(next)
          pending.append((next, edges[next].sorted()))
        }
      }
    }
    return result
  }
}

/// Collects what a rule reads from `data` and `input`.
struct DependencyFinder {
  let tree: RuleTree
  private(set) var groups: Set<Int> = []
  private(set) var inputKeys: Set<String> = []
  private(set) var readsWholeInput = false

  init(tree: RuleTree) { self.tree = tree }

  mutating func visit(_ rule: ResolvedRule) {
    for term in rule.keys + rule.arguments + [rule.element].compactMap({ $0 }) + [rule.value] { visit(term) }
    visit(rule.body)
    for alternative in rule.alternatives {
      visit(alternative.value)
      visit(alternative.body)
    }
  }

  mutating func visit(_ body: Body) { for literal in body.literals { visit(literal) } }

  private mutating func visit(_ literal: Literal) {
    for modifier in literal.modifiers {
      if let replacement = modifier.replacement { visit(replacement) } else { visit(modifier.value) }
    }
    switch literal.kind {
    case .expression(let term): visit(term)
    case .unify(let left, let right), .assign(let left, let right):
      visit(left)
      visit(right)
    case .negation(let body): visit(body)
    case .some: break
    case .someIn(let key, let value, let domain), .every(let key, let value, let domain, _):
      if let key { visit(key) }
      visit(value)
      visit(domain)
      if case .every(_, _, _, let body) = literal.kind { visit(body) }
    case .disjunction(let bodies): for body in bodies { visit(body) }
    }
  }

  private mutating func visit(_ callee: Callee) {
    guard callee.path.first == "data", let node = tree.find(callee.path.dropFirst()) else { return }
    if let group = tree.nodes[node].group { groups.insert(group) }
  }

  mutating func visit(_ term: Term) {
    switch term.kind {
    case .null, .boolean, .number, .string: break
    case .variable(let variable): if variable.isRoot { visitRoot(variable, []) }
    case .reference(let head, let path):
      if let variable = head.isVariable, variable.isRoot { visitRoot(variable, path) } else { visit(head) }
      for element in path { visit(element) }
    case .array(let terms), .set(let terms): for term in terms { visit(term) }
    case .call(let callee, let terms):
      visit(callee)
      for term in terms { visit(term) }
    case .object(let members):
      for member in members {
        visit(member.key)
        visit(member.value)
      }
    case .arrayComprehension(let head, let body), .setComprehension(let head, let body):
      visit(head)
      visit(body)
    case .objectComprehension(let key, let value, let body):
      visit(key)
      visit(value)
      visit(body)
    case .template(let parts):
      for part in parts { if case .expression(let term) = part { visit(term) } }
    }
  }

  private mutating func visitRoot(_ root: Variable, _ path: [Term]) {
    if root == .input {
      if let key = path.first?.isString { inputKeys.insert(key) } else { readsWholeInput = true }
      return
    }
    collect(RuleTree.root, path[...])
  }

  /// Groups that the rest of a path can lead to; an element that is computed can be any name.
  private mutating func collect(_ node: Int, _ path: ArraySlice<Term>) {
    if let group = tree.nodes[node].group {
      groups.insert(group)
      groups.formUnion(tree.groups(below: node))
      return
    }
    guard let element = path.first else { return groups.formUnion(tree.groups(below: node)) }
    switch element.kind {
    case .string(let name):
      if let next = tree.child(node, name) { collect(next, path.dropFirst()) }
    case .null, .boolean, .number, .array, .set, .object: return
    default: for next in tree.nodes[node].children.values { collect(next, path.dropFirst()) }
    }
  }
}
