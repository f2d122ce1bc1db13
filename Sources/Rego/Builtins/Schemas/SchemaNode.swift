/// A schema, compiled.
final class SchemaNode {
  /// Kinds of values in JSON Schema, as messages list them.
  static let kinds = ["array", "boolean", "integer", "number", "null", "object", "string"]

  /// What follows a property that is there.
  enum Dependency {
    case properties([String])
    case schema(SchemaNode)
  }

  /// Fixed for `true` and `false`.
  var verdict: Bool?
  /// Another schema stands in place of this one.
  var reference: SchemaNode?
  var types: [String] = []

  var properties: [(name: String, schema: SchemaNode)] = []
  var patternProperties: [(pattern: String, schema: SchemaNode)] = []
  /// For properties that are not described otherwise; nil allows them.
  var additionalProperties: SchemaNode?
  var forbidsAdditionalProperties = false
  var propertyNames: SchemaNode?
  var dependencies: [(name: String, dependency: Dependency)] = []
  var required: [String] = []
  var minProperties: Int?
  var maxProperties: Int?

  /// One schema for all elements.
  var items: SchemaNode?
  var tuple: [SchemaNode] = []
  var additionalItems: SchemaNode?
  var forbidsAdditionalItems = false
  var contains: SchemaNode?
  var minItems: Int?
  var maxItems: Int?
  var hasUniqueItems = false

  var multipleOf: Value?
  var minimum: Value?
  var maximum: Value?
  var exclusiveMinimum: Value?
  var exclusiveMaximum: Value?
  var minLength: Int?
  var maxLength: Int?
  var pattern: String?
  var format: String?

  var const: Value?
  var enumeration: [Value]?
  var allOf: [SchemaNode] = []
  var anyOf: [SchemaNode] = []
  var oneOf: [SchemaNode] = []
  var not: SchemaNode?
  var condition: SchemaNode?
  var then: SchemaNode?
  var otherwise: SchemaNode?

  /// `integer`, or `[integer,null]`.
  var typeText: String { types.count == 1 ? types[0] : "[" + types.joined(separator: ",") + "]" }
}

/// Which edition's keywords count; a schema that names none is read as all of them at once.
enum SchemaDraft: Int {
  case draft4 = 4, draft6, draft7, hybrid

  init(_ schema: Value, _ arena: Arena) throws(BuiltinError) {
    self = .hybrid
    let named = schema.member(arena.string("$schema"))
    guard named.isDefined else { return }
    guard let text = named.stringValue else { throw .failed("$schema must be of type string") }
    for (draft, name) in [(SchemaDraft.draft4, "draft-04"), (.draft6, "draft-06"), (.draft7, "draft-07")]
    where text.contains("json-schema.org/\(name)/schema") { self = draft }
  }
}
