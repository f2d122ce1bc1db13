public import Basics

/// The input document, built once and used for any number of evaluations of one thread at a time.
///
/// Keys are set one after the other; setting a key again replaces it. Documents are taken over from their nodes, without
/// making text.
public struct RegoInput {
  let arena = Arena()
  private var members: [(key: Value, value: Value)] = []
  /// The sealed document; undefined if no input was given at all.
  private(set) var root: Value = .undefined

  public init() {}

  /// The whole input as one value, which need not be an object.
  public init(_ value: JSONValue) {
    root = arena.value(value)
    if root.has(.object) {
      for index in 0..<root.table.count { members.append((root.table.key(index), root.table.value(index))) }
    }
  }

  /// The whole input from a parsed document.
  public init(_ document: JSONDocument, node: Int = JSONDocument.root) {
    root = arena.value(document, node)
    if root.has(.object) {
      for index in 0..<root.table.count { members.append((root.table.key(index), root.table.value(index))) }
    }
  }

  public mutating func set(_ key: String, _ value: String) { set(key, arena.string(value)) }
  public mutating func set(_ key: String, _ value: Bool) { set(key, Value.boolean(value)) }
  public mutating func set(_ key: String, _ value: Int64) { set(key, Value.integer(value)) }
  public mutating func set(_ key: String, _ value: JSONValue) { set(key, arena.value(value)) }

  /// A subtree of a parsed document.
  public mutating func set(_ key: String, _ document: JSONDocument, node: Int = JSONDocument.root) {
    set(key, arena.value(document, node))
  }

  private mutating func set(_ key: String, _ value: Value) {
    let name = arena.string(key)
    if let index = members.firstIndex(where: { $0.key.isEqual(name) }) {
      members[index].value = value
    } else {
      members.append((name, value))
    }
    root = arena.object(members)
  }
}

extension RegoInput {
  /// An input written as a Rego term: the only way to have sets in it.
  public init(term: String) throws(RegoError) {
    let policy: CompiledPolicy
    do throws(RegoErrors) {
      policy = try CompiledPolicy(sources: [])
    } catch {
      throw error.errors.first ?? RegoError(code: .internalError, message: "no reason given")
    }
    self.init()
    guard let result = try policy.query(term).evaluate(RegoInput(), in: RegoContext()) else { return }
    replace(with: result)
  }

  private mutating func replace(with result: RegoResult) { root = arena.copy(result.root) }
}
