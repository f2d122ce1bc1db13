/// `json.patch` (RFC 6902), which also reaches into sets.
extension Builtins {
  static let jsonPatches: [Builtin] = [
    Builtin("json.patch", 2) { call throws(BuiltinError) in
      var document = call[0]
      let patches = try call.array(1)
      for patch in patches {
        try call.spend(1 + Int(clamping: document.measure.size / 16))
        guard patch.has(.object), let next = PatchStep(patch, call)?.apply(to: document) else { return .undefined }
        document = next
      }
      return document
    }
  ]
}

/// One operation of a patch; nil results mean that it does not apply.
private struct PatchStep {
  private let operation: String
  private let path: [Value]
  private let from: [Value]?
  private let value: Value
  private let arena: Arena

  init?(_ patch: Value, _ call: Arguments) {
    arena = call.arena
    func member(_ name: String) -> Value { patch.member(call.arena.string(name)) }
    guard let operation = member("op").stringValue else { return nil }
    self.operation = operation
    guard let path = Builtins.segments(member("path"), arena) else { return nil }
    self.path = path
    from = Builtins.segments(member("from"), arena)
    value = member("value")
  }

  func apply(to document: Value) -> Value? {
    switch operation {
    case "add": return value.isDefined ? add(document, path[...], value) : nil
    case "remove": return remove(document, path[...])
    case "replace":
      guard value.isDefined, let rest = path.isEmpty ? document : remove(document, path[...]) else { return nil }
      return add(rest, path[...], value)
    case "move":
      guard let from, let moved = find(document, from), let rest = remove(document, from[...]) else { return nil }
      return add(rest, path[...], moved)
    case "copy":
      guard let from, let copied = find(document, from) else { return nil }
      return add(document, path[...], copied)
    case "test":
      guard value.isDefined, let found = find(document, path), found.isEqual(value) else { return nil }
      return document
    default: return nil
    }
  }

  private func index(_ segment: Value, _ count: Int, adding: Bool) -> Int? {
    if adding, segment.stringValue == "-" { return count }
    guard let text = segment.integerValue.map(String.init) ?? segment.stringValue, let index = Int(text), index >= 0,
      String(index) == text, index < count || adding && index == count
    else { return nil }
    return index
  }

  private func find(_ document: Value, _ path: [Value]) -> Value? {
    var value = document
    for segment in path {
      if value.has(.array) {
        guard let index = index(segment, value.elements.count, adding: false) else { return nil }
        value = value.elements[index]
      } else {
        value = value.member(segment)
      }
      if !value.isDefined { return nil }
    }
    return value
  }

  private func add(_ document: Value, _ path: ArraySlice<Value>, _ value: Value) -> Value? {
    guard let segment = path.first else { return value }
    let isLast = path.count == 1
    switch document.tag {
    case .object:
      let known = document.member(segment)
      guard isLast || known.isDefined else { return nil }
      guard let inner = isLast ? value : add(known, path.dropFirst(), value) else { return nil }
      return arena.object(members(document) + [(key: segment, value: inner)])
    case .array:
      var elements = Array(document.elements)
      guard let index = index(segment, elements.count, adding: isLast) else { return nil }
      if isLast {
        elements.insert(value, at: index)
      } else {
        guard let inner = add(elements[index], path.dropFirst(), value) else { return nil }
        elements[index] = inner
      }
      return arena.array(elements)
    case .set:
      let elements = members(document).map(\.key)
      if isLast { return segment.isEqual(value) ? arena.set(elements + [value]) : nil }
      guard document.table.contains(segment), let inner = add(segment, path.dropFirst(), value) else { return nil }
      return arena.set(elements.filter { !$0.isEqual(segment) } + [inner])
    default: return nil
    }
  }

  private func remove(_ document: Value, _ path: ArraySlice<Value>) -> Value? {
    guard let segment = path.first else { return nil }
    let isLast = path.count == 1
    switch document.tag {
    case .object:
      let known = document.member(segment)
      guard known.isDefined else { return nil }
      let rest = members(document).filter { !$0.key.isEqual(segment) }
      if isLast { return arena.object(rest) }
      guard let inner = remove(known, path.dropFirst()) else { return nil }
      return arena.object(rest + [(key: segment, value: inner)])
    case .array:
      var elements = Array(document.elements)
      guard let index = index(segment, elements.count, adding: false) else { return nil }
      if isLast {
        elements.remove(at: index)
      } else {
        guard let inner = remove(elements[index], path.dropFirst()) else { return nil }
        elements[index] = inner
      }
      return arena.array(elements)
    case .set:
      guard document.table.contains(segment) else { return nil }
      let rest = members(document).map(\.key).filter { !$0.isEqual(segment) }
      if isLast { return arena.set(rest) }
      guard let inner = remove(segment, path.dropFirst()) else { return nil }
      return arena.set(rest + [inner])
    default: return nil
    }
  }

  private func members(_ value: Value) -> [(key: Value, value: Value)] {
    let table = value.table
    return (0..<table.count).map { (key: table.key($0), value: table.value($0)) }
  }
}
