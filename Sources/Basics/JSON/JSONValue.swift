/// A JSON value as a tree: for configuration, control messages and results. The request path reads a
/// ``JSONDocument`` instead.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  /// Reads one value, strictly.
  public static func parse(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) -> JSONValue {
    try JSONDocument(parsing: bytes, limits: limits).value()
  }

  /// Reads one value from text, strictly.
  public static func parse(_ text: String, limits: JSONLimits = .standard) throws(JSONError) -> JSONValue {
    try parse(Array(text.utf8), limits: limits)
  }

  public static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var intValue: Int? { if case .number(let value) = self { value.int64.flatMap(Int.init(exactly:)) } else { nil } }
  public var doubleValue: Double? { if case .number(let value) = self { value.double } else { nil } }
  public var arrayValue: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  public var objectValue: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// The member `key`, if this is an object that has it.
  public subscript(key: String) -> JSONValue? { objectValue?[key] }

  /// The text, keys in document order, without white space.
  public func serialized() -> [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.bytes
  }

  /// The canonical text (RFC 8785).
  public func canonical() -> [UInt8] { CanonicalJSON.bytes(of: self) }

  /// The serialised text as a string.
  public var text: String { String(decoding: serialized(), as: UTF8.self) }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
  public init(nilLiteral: ()) { self = .null }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements.map { ($0, $1) })) }
}
