/// `graphql.*`: queries and schemas as text or as the objects that parsing gives (GraphQL, October 2021).
extension Builtins {
  static let graphQL: [Builtin] = [
    Builtin("graphql.parse_query", 1) { call throws(BuiltinError) in
      var parser = try GraphQLParser(try call.text(0), call)
      return try parser.query()
    },
    Builtin("graphql.parse_schema", 1) { call throws(BuiltinError) in
      var parser = try GraphQLParser(try call.text(0), call)
      return try parser.schema()
    },
    Builtin("graphql.schema_is_valid", 1) { call throws(BuiltinError) in
      .boolean(try holds { () throws(BuiltinError) in _ = try GraphQLSchema(try schemaDocument(call, 0), call) })
    },
    Builtin("graphql.is_valid", 2) { call throws(BuiltinError) in
      .boolean(try holds { () throws(BuiltinError) in _ = try verified(call) })
    },
    Builtin("graphql.parse", 2) { call throws(BuiltinError) in
      let (query, schema) = try verified(call)
      return call.arena.array([query, schema])
    },
    Builtin("graphql.parse_and_verify", 2) { call throws(BuiltinError) in
      var result: [Value] = [.no, call.arena.object([]), call.arena.object([])]
      _ = try holds { () throws(BuiltinError) in
        let (query, schema) = try verified(call)
        result = [.yes, query, schema]
      }
      return call.arena.array(result)
    },
  ]

  /// Whether a check goes through; limits are not an answer.
  private static func holds(_ check: () throws(BuiltinError) -> Void) throws(BuiltinError) -> Bool {
    do throws(BuiltinError) {
      try check()
      return true
    } catch {
      if error.isFatal { throw error }
      return false
    }
  }

  private static func schemaDocument(_ call: Arguments, _ index: Int) throws(BuiltinError) -> Value {
    if call[index].has(.object) { return call[index] }
    guard call[index].has(.string) else { throw .type(index, "one of {string, object}", call[index]) }
    var parser = try GraphQLParser(call[index].text, call)
    return try parser.schema()
  }

  private static func verified(_ call: Arguments) throws(BuiltinError) -> (query: Value, schema: Value) {
    var query = call[0]
    if !query.has(.object) {
      guard query.has(.string) else { throw .type(0, "one of {string, object}", query) }
      var parser = try GraphQLParser(query.text, call)
      query = try parser.query()
    }
    let document = try schemaDocument(call, 1)
    var check = GraphQLQueryCheck(try GraphQLSchema(document, call), query, call)
    try check.run()
    return (query, document)
  }
}
