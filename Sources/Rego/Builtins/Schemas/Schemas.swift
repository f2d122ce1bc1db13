/// `json.match_schema`, `json.verify_schema`: JSON Schema, drafts 4, 6 and 7. Nothing is ever fetched: a reference must
/// point into the schema itself.
extension Builtins {
  static let schemas: [Builtin] = [
    Builtin("json.verify_schema", 1) { call throws(BuiltinError) in
      do throws(BuiltinError) {
        _ = try SchemaCompiler.compile(try document(call[0], call), call)
        return call.arena.array([.yes, .null])
      } catch {
        if error.isFatal { throw error }
        return call.arena.array([.no, call.string("jsonschema: " + error.message)])
      }
    },
    Builtin("json.match_schema", 2) { call throws(BuiltinError) in
      let instance = try document(call[0], call)
      let schema = try compiled(call)
      var validation = SchemaValidation(call)
      try validation.check(schema, instance, SchemaPath())
      let faults = validation.faults.map { fault in
        call.arena.object([
          (call.string("error"), call.string(fault.field + ": " + fault.text)), (call.string("type"), call.string(fault.kind)),
          (call.string("field"), call.string(fault.field)), (call.string("desc"), call.string(fault.text)),
        ])
      }
      return call.arena.array([.boolean(faults.isEmpty), call.arena.array(faults)])
    },
  ]

  /// The schema in the second argument. One that is a part of the policy or of its data is compiled once.
  private static func compiled(_ call: Arguments) throws(BuiltinError) -> SchemaNode {
    let schema = call[1]
    guard schema.has(.object), call.machine.code.owns(schema) else {
      return try SchemaCompiler.compile(try document(schema, call), call)
    }
    if let known = call.machine.cache.schema(at: schema.payload) { return known }
    let made = try SchemaCompiler.compile(schema, call)
    call.machine.cache.keep(made, at: schema.payload)
    return made
  }

  /// JSON text, or the value itself.
  private static func document(_ value: Value, _ call: Arguments) throws(BuiltinError) -> Value {
    switch value.tag {
    case .object, .array: return value
    case .string:
      guard let parsed = JSONReader.value(value.text.bytes, in: call.arena) else { throw .failed("invalid JSON string") }
      return parsed
    default: throw .failed("wrong type, expected string or object")
    }
  }
}

/// Where in the instance a check is.
struct SchemaPath {
  private(set) var parts: [String] = []

  func appending(_ part: String) -> SchemaPath {
    var path = self
    path.parts.append(part)
    return path
  }

  /// `a.b.0`, `(root)` at the top.
  var field: String { parts.isEmpty ? "(root)" : parts.joined(separator: ".") }
}

/// One way in which an instance differs from its schema.
struct SchemaFault {
  var kind: String
  var field: String
  var text: String
}
