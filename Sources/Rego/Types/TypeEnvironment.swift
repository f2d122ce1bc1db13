/// The types of everything that has a name outside a rule.
struct TypeEnvironment {
  private let tree: RuleTree
  private var values: [Int: RegoType] = [:]
  private var signatures: [Int: Signature] = [:]
  /// What annotations say of documents, the latest first: paths start with `input` or `data`.
  var schemas: [SchemaBinding] = []

  init(tree: RuleTree = RuleTree()) { self.tree = tree }

  mutating func set(_ type: RegoType, group: Int) { values[group] = type.limited }
  mutating func set(_ signature: Signature, group: Int) { signatures[group] = signature }

  func signature(_ callee: Callee) -> Signature? {
    guard callee.path.first == "data" else { return SignatureTable.standard[callee.name] }
    guard let node = tree.find(callee.path.dropFirst()), let group = tree.nodes[node].group else { return nil }
    return signatures[group]
  }

  /// The type of the longest prefix of a path of which anything is known, and how many elements it has.
  func document(_ root: Variable, _ path: [Term]) -> (type: RegoType, depth: Int) {
    if let known = schema(root, path) { return known }
    guard root == .data else { return (.any, 0) }
    var node = RuleTree.root
    for (depth, element) in path.enumerated() {
      if let group = tree.nodes[node].group { return (type(group, node), depth) }
      guard let name = element.isString, let next = tree.child(node, name) else { return (.any, depth) }
      node = next
    }
    guard let group = tree.nodes[node].group else { return (.any, path.count) }
    return (type(group, node), path.count)
  }

  private func type(_ group: Int, _ node: Int) -> RegoType {
    tree.nodes[node].children.isEmpty ? values[group] ?? .any : .any
  }

  private func schema(_ root: Variable, _ path: [Term]) -> (RegoType, Int)? {
    let names = [root.name] + path.prefix { $0.isString != nil }.compactMap(\.isString)
    let best = schemas.filter { names.starts(with: $0.path) }.max { $0.path.count < $1.path.count }
    return best.map { ($0.type, $0.path.count - 1) }
  }
}

/// A document and the type that a schema gives it.
struct SchemaBinding {
  /// `["input"]`, `["data", "acl"]`
  var path: [String]
  var type: RegoType
}
