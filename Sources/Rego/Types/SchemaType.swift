internal import Basics

/// Turns a JSON Schema into a type.
///
/// Objects are closed unless `additionalProperties` says otherwise, as in OPA's checker: a policy that reads a property
/// the schema does not name is more likely wrong than the schema.
struct SchemaType {
  /// Schemas nested or referring to each other deeper than this mean any value from there on.
  static let depthLimit = 32

  private let root: JSONValue
  /// Schemas that may still be looked at: those that refer to themselves never end.
  private var budget = RegoType.partLimit

  private init(_ root: JSONValue) { self.root = root }

  static func type(of schema: JSONValue) -> RegoType {
    var reading = SchemaType(schema)
    return reading.type(of: schema, depth: 0).limited
  }

  private mutating func type(of schema: JSONValue, depth: Int) -> RegoType {
    budget -= 1
    guard let object = schema.objectValue, depth < SchemaType.depthLimit, budget > 0 else { return .any }
    if let reference = object["$ref"]?.stringValue {
      return resolve(reference).map { type(of: $0, depth: depth + 1) } ?? .any
    }
    if let options = (object["anyOf"] ?? object["oneOf"])?.arrayValue {
      return RegoType.union(of: options.map { type(of: $0, depth: depth + 1) }) ?? .any
    }
    if let parts = object["allOf"]?.arrayValue { return merge(parts.map { type(of: $0, depth: depth + 1) }) }
    if let constant = object["const"] { return SchemaType.type(ofConstant: constant) }
    if let constants = object["enum"]?.arrayValue {
      return RegoType.union(of: constants.map(SchemaType.type(ofConstant:))) ?? .any
    }
    return named(object, depth)
  }

  private mutating func named(_ object: JSONObject, _ depth: Int) -> RegoType {
    switch object["type"] {
    case .string(let name)?: return type(name, object, depth)
    case .array(let names)?:
      return RegoType.union(of: names.compactMap(\.stringValue).map { type($0, object, depth) }) ?? .any
    default:
      if object["properties"] != nil { return type("object", object, depth) }
      return object["items"] == nil ? .any : type("array", object, depth)
    }
  }

  private mutating func type(_ name: String, _ object: JSONObject, _ depth: Int) -> RegoType {
    switch name {
    case "null": return .null
    case "boolean": return .boolean
    case "number", "integer": return .number
    case "string": return .string
    case "array":
      switch object["items"] {
      case .array(let items)?: return .array(items.map { type(of: $0, depth: depth + 1) }, rest: nil)
      case let item?: return .array([], rest: type(of: item, depth: depth + 1))
      case nil: return .array([], rest: .any)
      }
    case "object": return objectType(object, depth)
    default: return .any
    }
  }

  private mutating func objectType(_ object: JSONObject, _ depth: Int) -> RegoType {
    let properties = (object["properties"]?.objectValue ?? JSONObject()).map { key, value in
      RegoType.Property(key: .string(key), value: type(of: value, depth: depth + 1))
    }
    switch object["additionalProperties"] {
    case .bool(true)?: return .object(properties, rest: .init(key: .any, value: .any))
    case .bool(false)?: return .object(properties, rest: nil)
    case let schema?: return .object(properties, rest: .init(key: .string, value: type(of: schema, depth: depth + 1)))
    case nil: return .object(properties, rest: properties.isEmpty ? .init(key: .any, value: .any) : nil)
    }
  }

  /// What all of several schemas say together: the properties of all objects.
  private func merge(_ types: [RegoType]) -> RegoType {
    var properties: [RegoType.Property] = []
    var rest: RegoType.Rest?
    for type in types {
      guard case .object(let own, let other) = type else { return types.count == 1 ? type : .any }
      properties += own.filter { property in !properties.contains { $0.key == property.key } }
      rest = rest ?? other
    }
    return .object(properties, rest: rest)
  }

  private static func type(ofConstant value: JSONValue) -> RegoType {
    RegoType(constant: Term(json: value, .none)) ?? .any
  }

  /// `#/definitions/user`
  private func resolve(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#") else { return nil }
    var value = root
    for part in reference.dropFirst().split(separator: "/") {
      guard let next = value[String(part)] else { return nil }
      value = next
    }
    return value
  }
}
