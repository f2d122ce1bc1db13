import Basics

/// One thing that an entry must have.
public enum EntryCondition: Sendable, Hashable {
  /// The member is one of these texts.
  case member(String, oneOf: [String])
  /// The member is there, and neither null nor empty.
  case present(String)
  /// The member is missing, null or empty.
  case absent(String)
  /// A layer of this name was entered, and did one of these; any if there are none.
  case layer(String, results: [String])

  init(member: String, values: [String]) {
    switch values {
    case ["any"]: self = .present(member)
    case ["none"]: self = .absent(member)
    default: self = .member(member, oneOf: values)
    }
  }

  init(layer: String, results: [String]) { self = .layer(layer, results: results) }

  func holds(for entry: JSONDocument) -> Bool {
    switch self {
    case .member(let key, let values):
      guard let node = Self.node(key, in: entry) else { return false }
      return values.contains { Self.text(node, of: entry).elementsEqual($0.utf8) }
    case .present(let key): return Self.isPresent(key, in: entry)
    case .absent(let key): return !Self.isPresent(key, in: entry)
    case .layer(let name, let results):
      guard let layers = entry.member(named: "layers_traversed", of: JSONDocument.root) else { return false }
      return entry.elements(of: layers).contains { layer in
        guard let found = entry.member(named: "name", of: layer), entry.utf8(at: found).elementsEqual(name.utf8) else {
          return false
        }
        guard !results.isEmpty else { return true }
        guard let result = entry.member(named: "result", of: layer) else { return false }
        return results.contains { entry.utf8(at: result).elementsEqual($0.utf8) }
      }
    }
  }

  /// The member; that of the principal for `auth_method`, which says how a caller was known.
  private static func node(_ key: String, in entry: JSONDocument) -> Int? {
    guard key == "auth_method" else { return entry.member(key: key, of: JSONDocument.root) }
    return entry.member(named: "principal", of: JSONDocument.root).flatMap { entry.member(key: key, of: $0) }
  }

  /// A string's text; a number or word as it is written.
  private static func text(_ node: Int, of entry: JSONDocument) -> ArraySlice<UInt8> {
    entry.kind(at: node) == .string ? entry.utf8(at: node) : entry.bytes[entry.range(at: node)]
  }

  private static func isPresent(_ key: String, in entry: JSONDocument) -> Bool {
    guard let node = node(key, in: entry) else { return false }
    switch entry.kind(at: node) {
    case .null: return false
    case .string: return !entry.utf8(at: node).isEmpty
    case .array: return !entry.elements(of: node).isEmpty
    default: return true
    }
  }
}
