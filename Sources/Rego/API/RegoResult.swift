public import Basics

/// The value of a query. Good until the context evaluates again: take out what you need before.
public struct RegoResult {
  let root: Value
  private let machine: Machine

  init(value: Value, machine: Machine) {
    self.root = value
    self.machine = machine
  }

  /// Whether the value is exactly `true`.
  public var isTrue: Bool { root.booleanValue == true }
  public var boolValue: Bool? { root.booleanValue }
  public var stringValue: String? { root.stringValue }
  public var integerValue: Int64? { root.integerValue }

  /// The whole value; sets become arrays in Rego's order.
  public var json: JSONValue { root.json }

  /// A member of an object, or nil.
  public subscript(key: String) -> RegoResult? {
    guard root.has(.object) else { return nil }
    let value = root.member(machine.arena.string(key))
    return value.isDefined ? RegoResult(value: value, machine: machine) : nil
  }

  /// The elements of an array or a set, in order; nil for other values.
  public var elements: [RegoResult]? {
    if root.has(.array) { return root.elements.map { RegoResult(value: $0, machine: machine) } }
    guard root.has(.set) else { return nil }
    return (0..<root.table.count).map { RegoResult(value: root.table.key($0), machine: machine) }
  }
}
