/// `json.filter`, `json.remove`: parts of documents by path.
extension Builtins {
  static let jsonPaths: [Builtin] = [
    Builtin("json.filter", 2) { call throws(BuiltinError) in
      _ = try call.object(0)
      return PathTree(try paths(call)).filter(call[0], call.arena) ?? call.arena.object([])
    },
    Builtin("json.remove", 2) { call throws(BuiltinError) in
      _ = try call.object(0)
      return PathTree(try paths(call)).remove(call[0], call.arena)
    },
  ]

  private static func paths(_ call: Arguments) throws(BuiltinError) -> [[Value]] {
    guard call[1].has(.array) || call[1].has(.set) else { throw .type(2, "one of {set, array}", call[1]) }
    var result: [[Value]] = []
    for path in try call.members(1) {
      guard let segments = segments(path, call.arena) else {
        throw .operand(
          2, "must be one of {set, array} containing string paths or array of path segments but got \(path.typeName)")
      }
      result.append(segments)
    }
    return result
  }

  /// `a/b~1c` or an array of segments.
  static func segments(_ path: Value, _ arena: Arena) -> [Value]? {
    if path.has(.array) { return Array(path.elements) }
    guard let text = path.stringValue else { return nil }
    if text.isEmpty { return [] }
    let trimmed = text.drop { $0 == "/" }
    return trimmed.split(separator: "/", omittingEmptySubsequences: false).map { part in
      arena.string(part.replacing("~1", with: "/").replacing("~0", with: "~"))
    }
  }
}

extension StringProtocol {
  /// Every occurrence of `old` replaced; for short texts.
  func replacing(_ old: String, with new: String) -> String {
    var result = ""
    var rest = Substring(self)
    while let first = rest.first {
      if rest.hasPrefix(old) {
        result += new
        rest = rest.dropFirst(old.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}

/// Paths as a tree: which members to keep or to take out, and where whole values are meant.
private struct PathTree {
  private var children: [ValueKey: PathTree] = [:]
  private var isLeaf = false

  init(_ paths: [[Value]]) {
    // A path without segments names nothing.
    for path in paths where !path.isEmpty { insert(path[...]) }
  }

  private init() {}

  private mutating func insert(_ path: ArraySlice<Value>) {
    guard let key = path.first else {
      isLeaf = true
      return
    }
    children[ValueKey(value: key), default: PathTree()].insert(path.dropFirst())
  }

  private func child(_ key: Value) -> PathTree? { children[ValueKey(value: key)] }

  /// Paths name elements of arrays by the text of their index.
  private func child(at index: Int, _ arena: Arena) -> PathTree? { child(arena.string(String(index))) }

  func filter(_ value: Value, _ arena: Arena) -> Value? {
    if isLeaf { return value }
    switch value.tag {
    case .object, .set:
      var kept: [(key: Value, value: Value)] = []
      let table = value.table
      for index in 0..<table.count {
        guard let next = child(table.key(index)), let inner = next.filter(table.value(index), arena) else { continue }
        kept.append((table.key(index), inner))
      }
      return value.has(.set) ? arena.set(kept.map(\.value)) : arena.object(kept)
    case .array:
      var kept: [Value] = []
      for (index, element) in value.elements.enumerated() {
        if let inner = child(at: index, arena)?.filter(element, arena) { kept.append(inner) }
      }
      return arena.array(kept)
    default: return value
    }
  }

  func remove(_ value: Value, _ arena: Arena) -> Value {
    if children.isEmpty { return value }
    switch value.tag {
    case .object, .set:
      var kept: [(key: Value, value: Value)] = []
      let table = value.table
      for index in 0..<table.count {
        let next = child(table.key(index))
        if let next, next.isLeaf { continue }
        kept.append((table.key(index), next?.remove(table.value(index), arena) ?? table.value(index)))
      }
      return value.has(.set) ? arena.set(kept.map(\.value)) : arena.object(kept)
    case .array:
      var kept: [Value] = []
      for (index, element) in value.elements.enumerated() {
        let next = child(at: index, arena)
        if let next, next.isLeaf { continue }
        kept.append(next?.remove(element, arena) ?? element)
      }
      return arena.array(kept)
    default: return value
    }
  }
}
