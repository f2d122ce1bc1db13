extension RegoType {
  // MARK: - Unions

  /// The order in which the members of a union stand.
  private var rank: Int {
    switch self {
    case .null: 0
    case .boolean: 1
    case .number: 2
    case .string: 3
    case .array: 4
    case .object: 5
    case .set: 6
    case .union: 7
    }
  }

  /// More members than this and nothing is known any more: what bounds the work on large constants.
  static let unionLimit = 32

  /// A value of this type or of that.
  func or(_ other: RegoType?) -> RegoType {
    guard let other, other != self else { return self }
    if isAny || other.isAny { return .any }
    var members: [RegoType] = []
    for type in [self, other] {
      let parts = if case .union(let types) = type { types } else { [type] }
      for part in parts where !members.contains(part) { members.append(part) }
    }
    guard members.count <= RegoType.unionLimit else { return .any }
    return .union(members.sorted { ($0.rank, $0.text) < ($1.rank, $1.text) })
  }

  static func union(of types: some Sequence<RegoType>) -> RegoType? {
    types.reduce(nil) { (all: RegoType?, next) in all?.or(next) ?? next }
  }

  // MARK: - Members

  /// The type of the keys of a collection; nil for what has none.
  var keys: RegoType? {
    switch self {
    case .null, .boolean, .number, .string: nil
    case .array: .number
    case .set(let element): element
    case .object(let fixed, let rest):
      RegoType.union(of: fixed.map(\.key.type) + (rest.map { [$0.key] } ?? [])) ?? .any
    case .union(let types): types.isEmpty ? .any : RegoType.union(of: types.compactMap(\.keys))
    }
  }

  /// The type of the members of a collection; nil for what has none.
  var values: RegoType? {
    switch self {
    case .null, .boolean, .number, .string: nil
    case .array(let fixed, let rest): RegoType.union(of: fixed + (rest.map { [$0] } ?? [])) ?? .any
    case .set(let element): element
    case .object(let fixed, let rest):
      RegoType.union(of: fixed.map(\.value) + (rest.map { [$0.value] } ?? [])) ?? .any
    case .union(let types): types.isEmpty ? .any : RegoType.union(of: types.compactMap(\.values))
    }
  }

  /// The type of the member with a key that is known; nil if there is none.
  func member(_ key: Key) -> RegoType? {
    switch self {
    case .null, .boolean, .number, .string: return nil
    case .array(let fixed, let rest):
      guard case .number(let text) = key, let index = Int(text), index >= 0 else { return nil }
      return index < fixed.count ? fixed[index] : rest
    case .set(let element): return element.unifies(with: key.type) ? element : nil
    case .object(let fixed, let rest):
      if let property = fixed.first(where: { $0.key == key }) { return property.value }
      guard let rest, rest.key.unifies(with: key.type) else { return nil }
      return rest.value
    case .union(let types):
      return types.isEmpty ? .any : RegoType.union(of: types.compactMap { $0.member(key) })
    }
  }

  /// The keys that are known, for messages; nil if others are possible.
  var knownKeys: [String]? {
    guard case .object(let fixed, rest: nil) = self else { return nil }
    return fixed.map { property in
      if case .string(let text) = property.key { Term.quoted(text) } else { property.key.text }
    }.sorted()
  }

  // MARK: - Unification

  /// Whether a value can be of both types.
  func unifies(with other: RegoType) -> Bool {
    switch (self, other) {
    case (.union(let types), _): return types.isEmpty || types.contains { $0.unifies(with: other) }
    case (_, .union(let types)): return types.isEmpty || types.contains { unifies(with: $0) }
    case (.null, .null), (.boolean, .boolean), (.number, .number), (.string, .string): return true
    case (.set(let left), .set(let right)): return left.unifies(with: right)
    case (.array(let left, let leftRest), .array(let right, let rightRest)):
      return RegoType.unify(left, leftRest, right, rightRest)
    case (.object(let left, let leftRest), .object(let right, let rightRest)):
      return RegoType.covers(left, right, rightRest) && RegoType.covers(right, left, leftRest)
        && (leftRest == nil || rightRest == nil || RegoType.unify(leftRest, rightRest))
    default: return false
    }
  }

  private static func unify(_ left: Rest?, _ right: Rest?) -> Bool {
    guard let left, let right else { return true }
    return left.key.unifies(with: right.key) && left.value.unifies(with: right.value)
  }

  private static func unify(
    _ left: [RegoType], _ leftRest: RegoType?, _ right: [RegoType], _ rightRest: RegoType?
  ) -> Bool {
    if left.count < right.count, leftRest == nil { return false }
    if right.count < left.count, rightRest == nil { return false }
    for index in 0..<max(left.count, right.count) {
      let first = index < left.count ? left[index] : leftRest
      let second = index < right.count ? right[index] : rightRest
      if let first, let second, !first.unifies(with: second) { return false }
    }
    if let leftRest, let rightRest { return leftRest.unifies(with: rightRest) }
    return true
  }

  /// Every known member of one object is possible in the other.
  private static func covers(_ members: [Property], _ others: [Property], _ rest: Rest?) -> Bool {
    members.allSatisfy { member in
      if let other = others.first(where: { $0.key == member.key }) {
        return member.value.unifies(with: other.value)
      }
      guard let rest else { return false }
      return rest.key.unifies(with: member.key.type) && rest.value.unifies(with: member.value)
    }
  }
}
