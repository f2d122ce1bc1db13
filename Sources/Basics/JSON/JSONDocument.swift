/// JSON text that has passed the strict check, with the tape that tells where everything is.
///
/// Made once per message; every layer reads it, nobody parses again. What was checked (`bytes`) is what is
/// forwarded.
public struct JSONDocument: Sendable {
  public let bytes: [UInt8]
  /// Preorder; never empty. Index 0 is the whole value.
  public let nodes: [JSONNode]

  /// - Throws: ``JSONError`` with the byte offset.
  /// - Complexity: One pass, O(n) in bytes.
  public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
    self.nodes = try JSONScanner.tape(of: bytes, limits: limits)
    self.bytes = bytes
  }

  public static let root = 0

  public func kind(at index: Int) -> JSONKind { nodes[index].kind }

  /// The bytes of a node in the text; a string with its quotes.
  public func range(at index: Int) -> Range<Int> {
    let node = nodes[index]
    return node.kind == .string ? Int(node.start) - 1..<Int(node.end) + 1 : node.range
  }

  /// The index of the value of `key` in the object at `object`, or nil if there is none or it is no object.
  ///
  /// - Complexity: O(members).
  public func member(named key: StaticString, of object: Int) -> Int? {
    firstMember(of: object) { index in matches(index, key) }
  }

  /// As ``member(named:of:)`` for a key known at run time only.
  public func member(key: String, of object: Int) -> Int? {
    firstMember(of: object) { index in utf8(at: index).elementsEqual(key.utf8) }
  }

  private func firstMember(of object: Int, where isIt: (Int) -> Bool) -> Int? {
    guard nodes[object].kind == .object else { return nil }
    let end = Int(nodes[object].next)
    var key = object + 1
    while key < end {
      if isIt(key) { return key + 1 }
      key = Int(nodes[key + 1].next)
    }
    return nil
  }

  /// Whether the string at `index` is `text`, after unescaping.
  public func matches(_ index: Int, _ text: StaticString) -> Bool {
    let node = nodes[index]
    guard node.kind == .string else { return false }
    guard !node.hasEscape else {
      return text.withUTF8Buffer { unsafe JSONEscapes.unescaped(bytes[node.range]).elementsEqual($0) }
    }
    let length = text.utf8CodeUnitCount
    guard Int(node.end - node.start) == length else { return false }
    return text.withUTF8Buffer { buffer in
      for offset in 0..<length where unsafe bytes[Int(node.start) + offset] != buffer[offset] { return false }
      return true
    }
  }

  /// The text of the string at `index`, unescaped, as UTF-8; empty if it is no string.
  public func utf8(at index: Int) -> ArraySlice<UInt8> {
    let node = nodes[index]
    guard node.kind == .string else { return [] }
    return node.hasEscape ? JSONEscapes.unescaped(bytes[node.range])[...] : bytes[node.range]
  }

  /// The text of the string at `index`, or nil if it is no string.
  public func string(at index: Int) -> String? {
    guard nodes[index].kind == .string else { return nil }
    return String(decoding: utf8(at: index), as: UTF8.self)
  }

  /// The number at `index`, or nil if it is no number.
  public func number(at index: Int) -> JSONNumber? {
    guard nodes[index].kind == .number else { return nil }
    return JSONNumber(checked: String(decoding: bytes[nodes[index].range], as: UTF8.self))
  }

  /// The indices of the elements of the array at `index`; none if it is no array.
  public func elements(of index: Int) -> [Int] {
    guard nodes[index].kind == .array else { return [] }
    var found: [Int] = []
    var at = index + 1
    while at < Int(nodes[index].next) {
      found.append(at)
      at = Int(nodes[at].next)
    }
    return found
  }

  /// The members of the object at `index` as (key, value) indices, in document order; none if it is no object.
  public func members(of index: Int) -> [(key: Int, value: Int)] {
    guard nodes[index].kind == .object else { return [] }
    var found: [(key: Int, value: Int)] = []
    var at = index + 1
    while at < Int(nodes[index].next) {
      found.append((at, at + 1))
      at = Int(nodes[at + 1].next)
    }
    return found
  }

  /// Calls `body` for every string in the subtree at `index`, keys included, in document order.
  public func forEachString(in index: Int = root, _ body: (_ node: Int, _ isKey: Bool) -> Void) {
    for at in index..<Int(nodes[index].next) where nodes[at].kind == .string {
      body(at, nodes[at].isKey)
    }
  }

  /// The subtree at `index` as a value. Recursion is bounded by ``JSONLimits/depthMaxEver``.
  public func value(at index: Int = root) -> JSONValue {
    switch nodes[index].kind {
    case .null: .null
    case .true: .bool(true)
    case .false: .bool(false)
    case .number: .number(JSONNumber(checked: String(decoding: bytes[nodes[index].range], as: UTF8.self)))
    case .string: .string(String(decoding: utf8(at: index), as: UTF8.self))
    case .array: .array(elements(of: index).map { value(at: $0) })
    case .object:
      .object(
        JSONObject(
          unique: members(of: index).map { (String(decoding: utf8(at: $0.key), as: UTF8.self), value(at: $0.value)) }))
    }
  }
}
