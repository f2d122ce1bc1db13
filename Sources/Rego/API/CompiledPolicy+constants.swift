extension CompiledPolicy {
  /// The strings in rules and data that begin with `prefix`, sorted: the callers a policy names, for instance.
  public func strings(withPrefix prefix: String) -> [String] {
    var found: Set<String> = []
    var pending = code.program.constants + [code.program.data]
    while let value = pending.popLast() {
      switch value.tag {
      case .string:
        let text = value.text.string
        if text.hasPrefix(prefix) { found.insert(text) }
      case .array: pending += Array(value.elements)
      case .object, .set:
        for index in 0..<value.table.count { pending += [value.table.key(index), value.table.value(index)] }
      default: break
      }
    }
    return found.sorted()
  }
}
