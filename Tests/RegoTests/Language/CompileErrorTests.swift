import Basics
import Rego
import Testing

struct CompileErrorTests {
  @Test(arguments: CompileErrorCases.all)
  func `a fault is reported with OPA's code and words, at its place`(_ test: CompileErrorCase) throws {
    let errors = test.errors
    let error = try #require(errors.first, "it was accepted")
    #expect(error.code == test.code, "\(errors)")
    #expect(error.message == test.message || (test.message.hasSuffix(": ") && error.message.hasPrefix(test.message)), "\(errors)")
    #expect(error.row == test.row && error.column == test.column, "\(error.row):\(error.column)")
    if !test.details.isEmpty { #expect(error.details == test.details) }
  }

  @Test func `every error says what to change, or shows what does not fit`() {
    for test in CompileErrorCases.all {
      for error in test.errors where !error.message.contains("use ") {
        #expect(!error.advice.isEmpty || !error.details.isEmpty, "\(error)")
      }
    }
  }

  @Test func `faults of several files are reported together, in order`() throws {
    let error = #expect(throws: RegoErrors.self) {
      try CompiledPolicy(sources: [
        RegoSource(path: "a.rego", text: "package a\np if x\nq if y"),
        RegoSource(path: "b.rego", text: "package b\np if z"),
      ])
    }
    let places = try #require(error).errors.map { "\($0.file):\($0.row) \($0.message)" }
    #expect(places == ["a.rego:2 var x is unsafe", "a.rego:3 var y is unsafe", "b.rego:2 var z is unsafe"])
  }

  @Test func `schemas by name are used where annotations ask for them`() throws {
    let text = """
      package t
      # METADATA
      # schemas:
      # - input: schema.request
      # - data.acl: schema["acl"]
      p if { input.user.name == data.acl.owner; input.user.nme }
      """
    var options = RegoOptions()
    options.schemas = [
      "request": try JSONValue.parse(
        ##"""
        {"properties": {"user": {"$ref": "#/definitions/user"}},
         "definitions": {"user": {"type": "object", "properties": {"name": {"type": "string"}}}}}
        """##),
      "acl": try JSONValue.parse(#"{"type": "object", "additionalProperties": {"type": "string"}}"#),
    ]
    let error = #expect(throws: RegoErrors.self) {
      try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: text)], options: options)
    }
    #expect(error?.errors.map(\.message) == ["undefined ref: input.user.nme"])
    options.schemas["request"] = nil
    let missing = #expect(throws: RegoErrors.self) {
      try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: text)], options: options)
    }
    #expect(missing?.errors.map(\.message) == ["undefined schema: schema.request"])
  }

  @Test func `a policy that types cannot refute is accepted`() throws {
    let text = """
      package t
      default size := null
      size := count(input.items) if input.items
      label := {"a": 1, "b": "x"}[input.key]
      f(x) := 1 if is_string(x)
      f(x) := 2 if is_number(x)
      p := [f("a"), f(1), label, size + 1]
      q contains x if some x in (input.list | {1, "a"})
      r if "a" in q
      """
    #expect(throws: Never.self) { try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: text)]) }
  }
}
