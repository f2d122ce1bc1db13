/// The members of a JSON object in the order of the document. Equality ignores the order.
public struct JSONObject: Sendable, Sequence, ExpressibleByDictionaryLiteral {
  public typealias Element = (key: String, value: JSONValue)

  private var members: [Element] = []
  private var index: [String: Int] = [:]

  /// Objects with more members than this are looked up through a table.
  private static let linearMax = 8

  public init() {}

  /// Later members replace earlier ones of the same key.
  public init(_ members: some Sequence<Element>) {
    for (key, value) in members { self[key] = value }
  }

  /// The keys are known to be different.
  init(unique members: [(String, JSONValue)]) {
    self.members = members.map { (key: $0.0, value: $0.1) }
    if members.count > Self.linearMax { rebuildIndex() }
  }

  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }

  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }
  public var keys: [String] { members.map(\.key) }
  public func makeIterator() -> some IteratorProtocol<Element> { members.makeIterator() }

  /// The value of `key`; setting nil removes it, setting a new key appends it.
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let at?, let value?): members[at].value = value
      case (let at?, nil):
        members.remove(at: at)
        rebuildIndex()
      case (nil, let value?):
        members.append((key, value))
        if !index.isEmpty {
          index[key] = members.count - 1
        } else if members.count > Self.linearMax {
          rebuildIndex()
        }
      case (nil, nil): break
      }
    }
  }

  private func position(of key: String) -> Int? {
    index.isEmpty ? members.firstIndex { $0.key == key } : index[key]
  }

  private mutating func rebuildIndex() {
    index = [:]
    guard members.count > Self.linearMax else { return }
    for (at, member) in members.enumerated() { index[member.key] = at }
  }
}

extension JSONObject: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    // Order must not matter, so member hashes are summed.
    var sum = 0
    for member in members {
      var own = Hasher()
      own.combine(member.key)
      own.combine(member.value)
      sum &+= own.finalize()
    }
    hasher.combine(sum)
  }
}
