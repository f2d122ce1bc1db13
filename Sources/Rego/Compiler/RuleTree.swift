/// All rules of a policy by path, as a trie: what `data` looks like before any rule has been evaluated.
struct RuleTree {
  struct Node {
    var path: [String]
    var children: [String: Int] = [:]
    /// Names of the children in order, for deterministic evaluation.
    var names: [String] = []
    /// Index of the group of rules that ends here.
    var group: Int?
  }

  static let root = 0
  private(set) var nodes = [Node(path: [])]

  func child(_ node: Int, _ name: String) -> Int? { nodes[node].children[name] }

  /// The node at `path` (without `data`), made if need be.
  mutating func insert(_ path: [String]) -> Int {
    var node = RuleTree.root
    for (depth, name) in path.enumerated() {
      if let next = nodes[node].children[name] {
        node = next
        continue
      }
      nodes.append(Node(path: Array(path[...depth])))
      nodes[node].children[name] = nodes.count - 1
      nodes[node].names.append(name)
      node = nodes.count - 1
    }
    return node
  }

  mutating func setGroup(_ group: Int, at node: Int) { nodes[node].group = group }

  func find(_ path: some Sequence<String>) -> Int? {
    var node = RuleTree.root
    for name in path {
      guard let next = nodes[node].children[name] else { return nil }
      node = next
    }
    return node
  }

  /// Every group at or below `node`.
  func groups(below node: Int) -> [Int] {
    var result: [Int] = []
    var pending = [node]
    while let next = pending.popLast() {
      if let group = nodes[next].group { result.append(group) }
      pending.append(contentsOf: nodes[next].children.values)
    }
    return result
  }

  /// Names in byte order everywhere; called once the tree is complete.
  mutating func sortNames() {
    for index in nodes.indices { nodes[index].names.sort { Array($0.utf8).lexicographicallyPrecedes($1.utf8) } }
  }
}
