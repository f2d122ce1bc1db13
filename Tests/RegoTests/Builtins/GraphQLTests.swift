import Testing

@Suite("Built-ins: GraphQL")
struct GraphQLTests {
  static let schema = """
    type Query { pet(id: ID!, kinds: [Kind!] = [CAT]): Pet  owner: Owner  find(by: Filter): [Pet!]! }
    interface Pet { name: String! }
    type Cat implements Pet { name: String! lives: Int }
    type Dog implements Pet { name: String! barks(loud: Boolean = false): Boolean }
    type Owner { pets: [Pet] name: String }
    union Any = Cat | Owner
    enum Kind { CAT DOG }
    input Filter { name: String! = "x" kind: Kind limit: Int! }
    type Subscription { news: Pet  more: Pet }
    directive @tag(name: String!) repeatable on FIELD
    """

  @Test(arguments: [
    "{ pet(id: 1) { name ... on Cat { lives } } }", "query A($i: ID!) { pet(id: $i) { ...F } } fragment F on Pet { name __typename }",
    "{ find(by: {limit: 3, kind: DOG}) { name } }", "{ a: pet(id: \"x\", kinds: CAT) { name } b: pet(id: 2) { name } }",
    "{ __schema { types { name } } __type(name: \"Cat\") { kind } }",
    "{ owner { name @tag(name: \"a\") @tag(name: \"b\") @include(if: true) } }",
    "subscription { news { name } }", "query($k: [Kind!]) { pet(id: 1, kinds: $k) { name } }",
    "query($l: Boolean) { pet(id: 1) { ... on Dog { barks(loud: $l) } } }",
    "{ pet(id: 1) { ... on Cat { n: name } ... on Dog { n: name } } }",
  ])
  func validQueries(_ query: String) throws { #expect(try isValid(query)) }

  @Test(arguments: [
    "{ pet { name } }", "{ pet(id: 1) }", "{ pet(id: 1) { name { x } } }", "{ pet(id: 1) { lives } }", "{ nope }",
    "mutation { x }", "{ pet(id: 1, id: 2) { name } }",
    "{ pet(id: 1, x: 2) { name } }", "{ pet(id: 1.5) { name } }", "{ find(by: {kind: DOG}) { name } }",
    "{ find(by: {limit: 1, limit: 2}) { name } }",
    "{ find(by: {limit: 3000000000}) { name } }", "{ pet(id: 1, kinds: [BIRD]) { name } }",
    "{ pet(id: null) { name } }", "{ ...F }", "{ owner { name @nope } }",
    "query A { owner { name } } query A { owner { name } }", "{ owner { name } } query B { owner { name } }",
    "query($x: Int) { owner { name } }",
    "{ pet(id: $i) { name } }", "query($i: Int) { pet(id: $i) { name } }", "query($i: ID) { pet(id: $i) { name } }",
    "query($c: Cat) { owner { name @tag(name: $c) } }",
    "query($a: ID!, $a: ID!) { pet(id: $a) { name } }", "{ owner { name } } fragment F on Pet { name }",
    "{ pet(id: 1) { ...F } } fragment F on Pet { ...F }",
    "{ owner { ... on Cat { name } } }", "{ owner { ... on Kind { name } } }", "{ owner { ... on Nope { name } } }",
    "{ n: owner { name } n: pet(id: 1) { name } }",
    "{ pet(id: 1) { name } pet(id: 2) { name } }", "subscription { news { name } more { name } }",
    "{ owner { name @include(if: true) @include(if: true) } }",
    "{ owner @deprecated { name } }", "{", "", "query { }",
  ].filter { !$0.isEmpty })
  func invalidQueries(_ query: String) throws { #expect(try !isValid(query)) }

  private func isValid(_ query: String) throws -> Bool {
    let input = "{\"q\": \(Self.json(query)), \"s\": \(Self.json(Self.schema))}"
    let direct = try BuiltinCase.answer("graphql.is_valid(input.q, input.s)", input: input)
    // Parsed first, the answer is the same.
    let parsed = "graphql.is_valid(graphql.parse_query(input.q), graphql.parse_schema(input.s))"
    #expect(try BuiltinCase.answer(parsed, input: input) ?? "false" == direct)
    return direct == "true"
  }

  private static func json(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }

  @Test(arguments: [
    "type A { a: B }", "type A { a: String a: String }", "type A implements I { a: Int } interface I { a: String }",
    "union U = String", "enum E { true }",
    "input I { a: T } type T { a: Int }", "type T { a(x: T): Int }", "scalar A scalar A", "type __T { a: Int }", "type T { a: Int @nope }",
    "directive @d(a: Int @d) on ARGUMENT_DEFINITION", "directive @d on FIELD directive @d on FIELD",
    "extend type T { a: Int } extend input T { a: Int }",
    "schema { query: Nope }", "schema { query: T } schema { query: T } type T { a: Int }",
    "type T implements I & J { a: Int } interface I implements J { a: Int } interface J { b: Int }",
    "interface I { a(x: Int): Int } type T implements I { a: Int }", "interface I { a: Int } type T implements I { a(x: Int!): Int }",
  ])
  func invalidSchemas(_ schema: String) throws {
    #expect(try BuiltinCase.answer("graphql.schema_is_valid(input)", input: Self.json(schema)) == "false")
  }

  @Test(arguments: [
    BuiltinCase.same(
      #"graphql.parse_query("{ a(x: [1, $v], y: {z: \"s\"}) }")"#,
      #"""
      {"Operations": [{"Name": "", "Operation": "query", "SelectionSet": [{"Alias": "a", "Name": "a", "Arguments": [
      {"Name": "x", "Value": {"Kind": 8, "Raw": "", "ExpectedTypeHasDefault": false, "Children": [
      {"Name": "", "Value": {"Kind": 1, "Raw": "1", "ExpectedTypeHasDefault": false}},
      {"Name": "", "Value": {"Kind": 0, "Raw": "v", "ExpectedTypeHasDefault": false}}]}},
      {"Name": "y", "Value": {"Kind": 9, "Raw": "", "ExpectedTypeHasDefault": false, "Children": [
      {"Name": "z", "Value": {"Kind": 3, "Raw": "s", "ExpectedTypeHasDefault": false}}]}}]}]}]}
      """#),
    .same(
      #"graphql.parse_schema("\"\"\"\n  Two\n    lines\n\"\"\"\nscalar S")"#,
      #"{"Definitions": [{"Kind": "SCALAR", "Name": "S", "BuiltIn": false, "Description": "Two\n  lines"}]}"#),
    .fails(#"graphql.parse_query("{")"#, "Expected Name, found <EOF> in GraphQL string at location 1:2"),
    .fails(#"graphql.parse_schema("type T {}")"#, "expected at least one definition, found }"),
    .fails(#"graphql.parse_query("{ a(b: 01) }")"#, "<Invalid>"),
    .fails(#"graphql.parse_query("query Q($a: T = $b) { a }")"#, "Unexpected $"),
    .fails(#"graphql.parse("{ a }", "type Query { b: Int }")"#, "Cannot query field"),
    .same(#"graphql.parse_and_verify("{ a }", "type Query { b: Int }")"#, "[false, {}, {}]"),
  ])
  func documents(_ test: BuiltinCase) throws { try test.check() }

  @Test func nestingIsBounded() throws {
    let deep = String(repeating: "{a", count: 5000)
    try BuiltinCase.fails("graphql.parse_query(input)", "nests more than", .sizeLimit).check(input: "\"\(deep)\"")
    let lists = "{ a(x: " + String(repeating: "[", count: 5000) + ") }"
    try BuiltinCase.fails("graphql.parse_query(input)", "nests more than", .sizeLimit).check(input: "\"\(lists)\"")
  }
}
