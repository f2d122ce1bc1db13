/// The name of a JSON-RPC method, interned: comparing two known methods compares one byte.
///
/// A name that no revision of the protocol defines is kept as it came (``isKnown`` is false).
public struct Method: Hashable, Sendable, CustomStringConvertible {
  /// The name after unescaping, such as `tools/call`.
  public let name: String
  /// Row of ``MethodCatalogue/entries``, or ``unknownRow``.
  let row: UInt8

  static let unknownRow = UInt8.max

  public init(_ name: String) {
    self.name = name
    row = MethodCatalogue.row(ofName: name)
  }

  init(row: UInt8) {
    self.row = row
    name = MethodCatalogue.entries[Int(row)].name
  }

  public var isKnown: Bool { row != Method.unknownRow }
  public var description: String { name }

  /// The name when it is known and `other` when not: from a closed set, so it may be a metric label.
  public var label: String { isKnown ? name : "other" }

  /// What the catalogue says of this method; nil for an unknown one.
  public var entry: MethodEntry? { isKnown ? MethodCatalogue.entries[Int(row)] : nil }

  /// What the message is about; nil for an unknown method.
  public var subject: MethodEntry.Subject? { isKnown ? MethodCatalogue.entries[Int(row)].subject : nil }

  /// Whether it is a request or a notification; nil for an unknown method.
  public var kind: MethodEntry.Kind? { isKnown ? MethodCatalogue.entries[Int(row)].kind : nil }

  /// What the message may bring about; nil for an unknown method.
  public var effect: MethodEntry.Effect? { isKnown ? MethodCatalogue.entries[Int(row)].effect : nil }

  /// Whether `params.arguments` is an object of the caller's making: tools and prompts.
  var takesArguments: Bool {
    guard case .name = subject else { return false }
    return true
  }

  public static func == (left: Method, right: Method) -> Bool {
    left.row == right.row && (left.isKnown || left.name == right.name)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(row)
    if !isKnown { hasher.combine(name) }
  }
}
