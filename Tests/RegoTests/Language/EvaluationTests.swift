import Basics
import Rego
import Testing

/// One rule module, one query, one answer.
private func evaluate(_ module: String, _ query: String, input: String = "{}", data: String = "{}") throws -> String? {
  let policy = try CompiledPolicy(
    sources: [RegoSource(path: "test.rego", text: module)], data: try JSONValue.parse(data))
  return try policy.query(query).evaluate(RegoInput(try JSONValue.parse(input)), in: RegoContext())?.json.text
}

struct LanguageTests {
  @Test func `a default answers when no rule holds`() throws {
    let module = "package p\nimport rego.v1\ndefault allow := false\nallow if input.user == \"alice\"\n"
    #expect(try evaluate(module, "data.p.allow", input: #"{"user": "alice"}"#) == "true")
    #expect(try evaluate(module, "data.p.allow", input: #"{"user": "bob"}"#) == "false")
  }

  @Test func `partial sets collect from every rule`() throws {
    let module = """
      package p
      names contains n if some n in input.xs
      names contains "z"
      """
    #expect(try evaluate(module, "data.p.names", input: #"{"xs": ["b", "a"]}"#) == #"["a","b","z"]"#)
  }

  @Test func `else chains take the first branch that holds`() throws {
    let module = """
      package p
      size := "small" if { input.n < 10 } else := "medium" if { input.n < 100 } else := "large"
      """
    #expect(try evaluate(module, "data.p.size", input: #"{"n": 5}"#) == #""small""#)
    #expect(try evaluate(module, "data.p.size", input: #"{"n": 50}"#) == #""medium""#)
    #expect(try evaluate(module, "data.p.size", input: #"{"n": 500}"#) == #""large""#)
  }

  @Test func `with replaces input, data and functions for one expression only`() throws {
    let module = """
      package p
      a if input.x == 1
      t := [x, y, z] if {
        x := 1; a with input.x as 1
        not a
        y := data.base with data.base as 7
        z := count([1]) with count as 42
      }
      """
    #expect(try evaluate(module, "data.p.t", data: #"{"base": 3}"#) == "[1,7,42]")
  }

  @Test func `bodies are ordered so that every variable is bound before it is needed`() throws {
    let module = "package p\nr := y if { y == x + 1; x = 2; y = 3 }\n"
    #expect(try evaluate(module, "data.p.r") == "3")
  }

  @Test func `an unsafe variable is refused with its place`() throws {
    let error = #expect(throws: RegoErrors.self) {
      try evaluate("package p\n\nr if { not x }\n", "data.p.r")
    }
    #expect(error?.errors.first?.code == .unsafeVariable)
    #expect(error?.errors.first?.row == 3)
  }

  @Test func `recursion is refused`() throws {
    let error = #expect(throws: RegoErrors.self) {
      try evaluate("package p\na if b\nb if c\nc if a\n", "data.p.a")
    }
    #expect(error?.errors.first?.code == .recursion)
  }

  @Test func `conflicting complete rules are an error, not an answer`() throws {
    let error = #expect(throws: RegoError.self) {
      try evaluate("package p\na := 1 if input.x\na := 2 if input.x\n", "data.p.a", input: #"{"x": true}"#)
    }
    #expect(error?.code == .conflict)
  }

  @Test func `every holds for the empty collection and fails on one exception`() throws {
    let module = "package p\nok if every x in input.xs { x > 1 }\n"
    #expect(try evaluate(module, "data.p.ok", input: #"{"xs": []}"#) == "true")
    #expect(try evaluate(module, "data.p.ok", input: #"{"xs": [2, 3]}"#) == "true")
    #expect(try evaluate(module, "data.p.ok", input: #"{"xs": [2, 1]}"#) == nil)
  }
}

struct LanguageCaseTests {
  @Test(arguments: LanguageCases.all)
  func `the engine answers as the language is defined`(_ test: LanguageCase) throws {
    #expect(try LanguageCase.canonical(try test.answer()) == LanguageCase.canonical(test.want))
  }
}
