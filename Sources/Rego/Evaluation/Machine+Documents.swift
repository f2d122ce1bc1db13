/// The documents as the machine sees them: input, base documents, and the tree of rules over them.
extension Machine {
  func inputValue(_ path: Int32) -> Value {
    // SAFETY: one memo slot was allocated for every input path.
    let slot = unsafe inputMemo + Int(path)
    if unsafe slot.pointee.stamp == stamp { return unsafe slot.pointee.value }
    var value = input
    let keys = unsafe code.inputPaths[Int(path)]
    for index in 0..<Int(keys.count) where value.isDefined {
      value = unsafe value.member(code.inputKeys[Int(keys.start) + index])
    }
    unsafe slot.pointee = Memo(stamp: stamp, value: value)
    return value
  }

  func baseValue(_ path: Int32) -> Value {
    // SAFETY: one value was stored for every base path.
    isPatched ? walk(code.program.basePaths[Int(path)].keys) : unsafe code.baseValues[Int(path)]
  }

  /// The data document, with what `with` replaced, at a path.
  func walk(_ keys: some Sequence<Value>) -> Value {
    var value = world.data
    for key in keys where value.isDefined { value = value.documentMember(key) }
    return value
  }

  private func nodeKeys(_ node: Int) -> [Value] {
    let tree = code.program.tree
    var keys: [Value] = []
    var current = RuleTree.root
    for name in tree.nodes[node].path {
      guard let next = tree.child(current, name) else { break }
      keys.append(code.program.nodeKeys[next])
      current = next
    }
    return keys
  }

  // MARK: - The rule tree

  private func node(_ place: Value) -> Int { Int(place.payload) }

  /// Names in a place of the tree: of rules and of base documents.
  func virtualKeys(_ place: Value) -> [Value] {
    let node = node(place)
    let tree = code.program.tree
    if tree.nodes[node].group != nil {
      let value = force(place)
      return value.has(.object) || value.has(.set) ? (0..<value.table.count).map(value.table.key) : []
    }
    var keys = tree.nodes[node].names.compactMap { tree.child(node, $0) }.map { code.program.nodeKeys[$0] }
    let base = walk(nodeKeys(node))
    if base.has(.object) {
      for index in 0..<base.table.count { keys.append(base.table.key(index)) }
    } else if base.has(.array) {
      for index in 0..<base.elements.count { keys.append(.integer(index)) }
    }
    return Value.sortedDistinct(keys)
  }

  func virtualMember(_ place: Value, _ key: Value) -> Value {
    let node = node(place)
    let tree = code.program.tree
    if tree.nodes[node].group != nil { return force(place).member(key) }
    if let name = key.stringValue, let child = tree.child(node, name) {
      if let group = tree.nodes[child].group { return groupValue(Int32(group)) }
      return Value(tag: .virtual, payload: UInt64(child))
    }
    return walk(nodeKeys(node)).member(key)
  }

  /// Builds what a place in the tree stands for; other values are themselves.
  func force(_ value: Value) -> Value {
    guard value.has(.virtual) else { return value }
    return document(node(value))
  }

  private func document(_ node: Int) -> Value {
    let tree = code.program.tree
    if let group = tree.nodes[node].group { return groupValue(Int32(group)) }
    let base = walk(nodeKeys(node))
    if isReplaced(tree.nodes[node].path) { return base }
    if base.isDefined, !base.has(.object), tree.nodes[node].names.isEmpty { return base }
    var members: [(key: Value, value: Value)] = []
    for name in tree.nodes[node].names {
      guard let child = tree.child(node, name) else { continue }
      let value = document(child)
      if hasFailed { return .undefined }
      if value.isDefined { members.append((code.program.nodeKeys[child], value)) }
    }
    return base.has(.object) ? merged(base, arena.object(members)) : arena.object(members)
  }

  /// Base documents win where rules define the same place; objects are merged.
  private func merged(_ base: Value, _ rules: Value) -> Value {
    guard base.has(.object), rules.has(.object) else { return base }
    var members: [(key: Value, value: Value)] = []
    for index in 0..<rules.table.count { members.append((rules.table.key(index), rules.table.value(index))) }
    for index in 0..<base.table.count {
      let key = base.table.key(index)
      let other = rules.table[key]
      members.append((key, other.isDefined ? merged(base.table.value(index), other) : base.table.value(index)))
    }
    return arena.object(members)
  }

  // MARK: - Replaced documents

  /// Whether `with` replaced this path or one above it.
  func isReplaced(_ path: [String]) -> Bool {
    isPatched && world.overrides.contains { path.starts(with: $0.path) }
  }

  /// What `with` put at the place of a group, or nil if the group is to be evaluated.
  func replacement(for group: GroupPlan) -> Value? {
    guard isReplaced(group.path) else { return nil }
    return walk(nodeKeys(group.node))
  }

  /// A group's value with the members that `with` replaced.
  func patched(_ value: Value, _ group: GroupPlan) -> Value {
    var result = value
    for override in world.overrides where override.path.count > group.path.count {
      guard override.path.starts(with: group.path) else { continue }
      let replaced = walk(override.keys)
      result = arena.replacing(result, override.keys.dropFirst(group.path.count), with: replaced)
    }
    return result
  }
}
