/// A value as a dictionary key, for tables made at compile time.
struct ValueKey: Hashable {
  let value: Value

  static func == (left: Self, right: Self) -> Bool { left.value.isEqual(right.value) }
  func hash(into hasher: inout Hasher) { hasher.combine(value.hash) }
}
