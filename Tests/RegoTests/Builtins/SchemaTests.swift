import Testing

@Suite("Built-ins: JSON Schema")
struct SchemaTests {
  /// A schema, an instance, and the kind and the field of each fault in order.
  @Test(arguments: [
    (#"{"type": "integer"}"#, "1.0", []), (#"{"type": ["string", "null"]}"#, "1", ["invalid_type (root)"]),
    (#"{"minimum": 3, "exclusiveMinimum": true}"#, "3", ["number_gt (root)"]), (#"{"exclusiveMaximum": 3}"#, "3", ["number_lt (root)"]),
    (#"{"multipleOf": 0.01}"#, "1.15", []), (#"{"multipleOf": 0.1}"#, "1.15", ["multiple_of (root)"]),
    (#"{"minLength": 2, "maxLength": 3, "pattern": "^a"}"#, #""é""#, ["string_gte (root)", "pattern (root)"]),
    (#"{"properties": {"a": {"type": "string"}}, "required": ["a", "b"]}"#, #"{"a": 1}"#, ["required (root)", "invalid_type a"]),
    (#"{"properties": {"a": {}}, "additionalProperties": false}"#, #"{"a": 1, "b": 2}"#, ["additional_property_not_allowed (root)"]),
    (#"{"patternProperties": {"^x": {"type": "number"}}}"#, #"{"x1": "s", "y": "s"}"#, ["invalid_type x1"]),
    (#"{"propertyNames": {"maxLength": 1}}"#, #"{"ab": 1}"#, ["invalid_property_name (root)", "string_lte (root)"]),
    (#"{"dependencies": {"a": ["b"]}}"#, #"{"a": 1}"#, ["missing_dependency (root)"]),
    (#"{"items": {"type": "string"}, "uniqueItems": true}"#, #"["a", 1, "a"]"#, ["invalid_type 1", "unique (root)"]),
    (#"{"items": [{"type": "string"}], "additionalItems": false}"#, #"["a", 1]"#, ["array_no_additional_items (root)"]),
    (#"{"contains": {"const": 2}}"#, "[1, 3]", ["contains (root)", "const 0"]), (#"{"minItems": 2}"#, "[1]", ["array_min_items (root)"]),
    (#"{"enum": [1, "a", null]}"#, "2", ["enum (root)"]), (#"{"const": {"a": [1]}}"#, #"{"a": [1.0]}"#, []),
    (#"{"allOf": [{"minimum": 2}, {"maximum": 0}]}"#, "1", ["number_gte (root)", "number_lte (root)", "number_all_of (root)"]),
    (#"{"anyOf": [{"type": "string"}, {"minimum": 5}]}"#, "1", ["number_any_of (root)", "number_gte (root)"]),
    (#"{"oneOf": [{"minimum": 1}, {"minimum": 0}]}"#, "2", ["number_one_of (root)"]),
    (#"{"not": {"type": "number"}}"#, "2", ["number_not (root)"]),
    (#"{"if": {"minimum": 5}, "then": {"maximum": 6}, "else": {"const": 0}}"#, "7", ["condition_then (root)", "number_lte (root)"]),
    (#"{"properties": {"a": false}}"#, #"{"a": 1}"#, ["false a"]),
    (
      ##"{"definitions": {"n": {"properties": {"m": {"$ref": "#/definitions/n"}, "v": {"type": "integer"}}}}, "$ref": "#/definitions/n"}"##,
      #"{"m": {"m": {"v": "x"}}}"#, ["invalid_type m.m.v"]),
    (#"{"$id": "http://example.com/root.json", "definitions": {"a": {"$id": "a.json", "type": "string"}}, "items": {"$ref": "a.json"}}"#,
      "[1]", ["invalid_type 0"]),
    (#"{"$schema": "http://json-schema.org/draft-04/schema#", "const": 1}"#, "2", []),
  ])
  func faults(_ schema: String, _ instance: String, _ faults: [String]) throws {
    let list = "[sprintf(\"%s %s\", [e.type, e.field]) | some e in json.match_schema(input.i, input.s)[1]]"
    let input = "{\"s\": \(schema), \"i\": \(Self.wrapped(instance))}"
    let got = try BuiltinCase.answer(list, input: input)
    #expect(got == "[" + faults.map { "\"\($0)\"" }.joined(separator: ",") + "]")
  }

  /// Only objects and arrays are documents by themselves; others must be JSON text.
  private static func wrapped(_ instance: String) -> String {
    guard let first = instance.first, first != "{", first != "[" else { return instance }
    return "\"" + instance.replacing("\"", with: "\\\"") + "\""
  }

  @Test(arguments: [
    ("date", "2024-02-29", "2023-02-29"), ("date-time", "2024-01-01T00:00:00Z", "2024-01-01 00:00"),
    ("time", "10:00:00+01:00", "25:00:00"),
    ("ipv4", "192.0.2.1", "192.0.2.256"), ("ipv6", "::1", "192.0.2.1"), ("hostname", "a-b.example", "-a.example"),
    ("email", "A <a@b.c>", "a@"),
    ("uri", "http://a/b", "/b"), ("uri-reference", "/b", "/%zz"),
    ("uuid", "00112233-4455-6677-8899-AABBCCDDEEFF", "0011"), ("regex", "a+", "("),
    ("json-pointer", "/a~0b", "a"), ("relative-json-pointer", "1/a", "x"), ("uri-template", "/{a}", "/{a"),
  ])
  func formats(_ format: String, _ good: String, _ bad: String) throws {
    for (text, isGood) in [(good, true), (bad, false)] {
      let got = try BuiltinCase.answer("json.match_schema({\"a\": input}, {\"properties\": {\"a\": {\"format\": \"\(format)\"}}})[0]",
        input: "\"\(text)\"")
      #expect(got == String(isGood), "\(format): \(text)")
    }
  }

  @Test(arguments: [
    (#"{"type": "thing"}"#, "has a primitive type that is NOT VALID -- given: /thing/"),
    (#"{"minLength": -1}"#, "minLength must be greater than or equal to 0"),
    (#"{"pattern": "("}"#, "pattern must be a valid regex"), (#"{"required": true}"#, "required must be of an array"),
    (#"{"enum": [1, 1.0]}"#, "enum items must be unique"),
    (#"{"minimum": "1"}"#, "minimum must be of a number"),
    (#"{"$ref": "http://example.com/x.json"}"#, "nothing is fetched"), (##"{"$ref": "#/nope"}"##, "leads nowhere"),
    (#"{"properties": 1}"#, "properties must be of type object"),
    (#"{"minLength": 3, "maxLength": 2}"#, "minLength cannot be greater than maxLength"),
  ])
  func badSchemas(_ schema: String, _ message: String) throws {
    let got = try BuiltinCase.answer("json.verify_schema(input)", input: schema)
    #expect(got?.hasPrefix("[false,\"jsonschema: ") == true && got?.contains(message) == true, "\(got ?? "")")
  }

  @Test func referencesInCirclesEnd() throws {
    try BuiltinCase.fails(##"json.match_schema({}, {"$ref": "#"})"##, "refers to itself", .sizeLimit).check()
  }
}
