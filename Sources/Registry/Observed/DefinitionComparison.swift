import Basics

/// Walks two JSON values side by side and notes where they differ. The parser that made them bounded their
/// depth.
struct DefinitionComparison {
  private(set) var diff = DefinitionDiff()

  mutating func compare(_ registered: JSONValue, _ observed: JSONValue, at path: String) {
    guard diff.isComplete else { return }
    switch (registered, observed) {
    case (.object(let old), .object(let new)): compareMembers(old, new, at: path)
    case (.array(let old), .array(let new)):
      for index in 0..<max(old.count, new.count) {
        compareOptional(old.element(at: index), new.element(at: index), at: "\(path)/\(index)")
      }
    // Text is equal if its bytes are: what looks alike to a person may not read alike to a model.
    case (.string(let old), .string(let new)) where old.utf8.elementsEqual(new.utf8): break
    case (.string, .string): note(path, registered: registered, observed: observed)
    default: if registered != observed { note(path, registered: registered, observed: observed) }
    }
  }

  mutating func note(_ path: String, registered: JSONValue?, observed: JSONValue?) {
    guard diff.changes.count < DefinitionDiff.changesMax else {
      diff.isComplete = false
      return
    }
    diff.changes.append(
      DefinitionDiff.Change(
        path: path, registered: registered.map(Self.shown), observed: observed.map(Self.shown)))
  }

  private mutating func compareMembers(_ old: JSONObject, _ new: JSONObject, at path: String) {
    let left = Self.byBytes(old)
    let right = Self.byBytes(new)
    for (key, value) in old {
      compareOptional(value, right[Array(key.utf8)], at: "\(path)/\(Self.escaped(key))")
    }
    for (key, value) in new where left[Array(key.utf8)] == nil {
      note("\(path)/\(Self.escaped(key))", registered: nil, observed: value)
    }
  }

  private mutating func compareOptional(_ old: JSONValue?, _ new: JSONValue?, at path: String) {
    switch (old, new) {
    case (let old?, let new?): compare(old, new, at: path)
    case (nil, nil): break
    default: note(path, registered: old, observed: new)
    }
  }

  private static func byBytes(_ object: JSONObject) -> [[UInt8]: JSONValue] {
    Dictionary(object.map { (Array($0.key.utf8), $0.value) }) { first, _ in first }
  }

  /// A key as a part of a pointer. Source: RFC 6901 §3.
  private static func escaped(_ key: String) -> String {
    var escaped: [UInt8] = []
    for byte in key.utf8.prefix(DefinitionDiff.valueBytesMax) {
      switch byte {
      case UInt8(ascii: "~"): escaped += Array("~0".utf8)
      case UInt8(ascii: "/"): escaped += Array("~1".utf8)
      default: escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  private static func shown(_ value: JSONValue) -> String {
    let bytes = value.serialized()
    guard bytes.count > DefinitionDiff.valueBytesMax else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: bytes.prefix(DefinitionDiff.valueBytesMax), as: UTF8.self) + "…"
  }
}

extension [JSONValue] {
  /// The element at `index`; none beyond the end (which is not the same as a JSON null).
  fileprivate func element(at index: Int) -> JSONValue? {
    guard index < count else { return Optional.none }
    return self[index]
  }
}
