import Basics
import Rego
import Testing

/// Policies and inputs made to exhaust the engine: each ends with an error that names the limit.
struct LimitTests {
  private func compileErrors(_ text: String) -> [RegoError] {
    do throws(RegoErrors) {
      _ = try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: text)])
      return []
    } catch {
      return error.errors
    }
  }

  private func evaluate(
    _ module: String, _ query: String = "data.t.p", input: String = "{}", limits: RegoLimits = RegoLimits()
  ) throws -> String? {
    let policy = try CompiledPolicy(sources: [RegoSource(path: "t.rego", text: "package t\n" + module)])
    let context = RegoContext(limits: limits)
    return try policy.query(query).evaluate(RegoInput(try JSONValue.parse(input)), in: context)?.json.text
  }

  private func failure(
    _ module: String, _ query: String = "data.t.p", input: String = "{}", limits: RegoLimits = RegoLimits()
  ) throws -> RegoError.Code? {
    do {
      _ = try evaluate(module, query, input: input, limits: limits)
      return nil
    } catch let error as RegoError {
      return error.code
    }
  }

  // MARK: - Reading

  @Test(arguments: ["[", "{", "(", "{\"a\": ", "f(", "[x | x := ", "x[", "not ", "`", "$\"{", "-", "{x | ", "some x in "])
  func `text nested a hundred thousand times is refused`(_ opening: String) {
    let text = "package t\np := " + String(repeating: opening, count: 100_000)
    #expect(compileErrors(text).first?.code == .parse)
    #expect(compileErrors("package t\np if { " + String(repeating: opening, count: 100_000)).first?.code == .parse)
  }

  @Test(arguments: ["+", "|", "&", "*", "==", "in", "<"])
  func `a hundred thousand operators in a row are refused`(_ name: String) {
    let text = "package t\np := 1" + String(repeating: " \(name) 1", count: 100_000)
    #expect(compileErrors(text).first?.code == .parse)
  }

  @Test func `operators nested in groups are refused by their height, not only by their nesting`() {
    var term = "1"
    for _ in 0..<60 { term = "(" + term + String(repeating: " + 1", count: 100) + ")" }
    let error = compileErrors("package t\np := " + term).first
    #expect(error?.message == "more than 512 operators or terms within each other")
  }

  @Test(arguments: ["package t", "package t\np", "package t\np := input"])
  func `a path of a hundred thousand names is refused`(_ start: String) {
    let error = compileErrors(start + String(repeating: ".a", count: 100_000)).first
    #expect(error?.message == "path of more than 256 elements")
  }

  @Test func `a module of ten megabytes is refused with the limit`() {
    let error = compileErrors("package t\n# " + String(repeating: "x", count: 10 << 20)).first
    #expect(error?.message == "the module has 10485772 bytes, the limit is 8388608")
  }

  @Test func `text that is not UTF-8 is refused with its place`() throws {
    let bytes = Array("package t\np := \"a".utf8) + [0xC3, 0x28] + Array("\"\n".utf8)
    let error = #expect(throws: RegoError.self) { try RegoSource(path: "t.rego", bytes: bytes) }
    #expect(error?.message == "invalid UTF-8")
    #expect(error?.row == 2 && error?.column == 8)
  }

  @Test func `thousands of rules and arguments are read in linear time`() throws {
    let rules = (0..<3000).map { "r\($0) := \($0) if input.x == \($0)\n" }.joined()
    #expect(try evaluate(rules, "data.t.r2999", input: #"{"x": 2999}"#) == "2999")
    let elements = (0..<5000).map { "input[\"\($0)\"]" }.joined(separator: ", ")
    #expect(try evaluate("p := count([\(elements)])") == nil)
  }

  // MARK: - Types

  @Test func `types that double with every rule are given up, not unfolded`() throws {
    let rules = (1...64).map { "r\($0) := [r\($0 - 1), r\($0 - 1)]\n" }.joined()
    #expect(compileErrors("package t\nr0 := 1\n" + rules).isEmpty)
    let locals = (1...64).map { "x\($0) := [x\($0 - 1), x\($0 - 1)]\n" }.joined()
    #expect(compileErrors("package t\np if { x0 := 1\n" + locals + "x64 == 1 }").count <= 1)
  }

  @Test func `a schema that refers to itself ends`() throws {
    let text = """
      package t
      # METADATA
      # schemas:
      # - input: {"$ref": "#/definitions/a", definitions: {a: {anyOf: [{"$ref": "#/definitions/a"}, {"$ref": "#/definitions/a"}]}}}
      p := input.x
      """
    #expect(compileErrors(text).isEmpty)
  }

  // MARK: - Evaluating

  @Test func `an exponential comprehension is stopped by its steps`() throws {
    let module = "p := count([1 | input[_]; input[_]; input[_]; input[_]; input[_]])"
    let input = "[" + Array(repeating: "1", count: 50).joined(separator: ",") + "]"
    #expect(try failure(module, input: input, limits: RegoLimits(steps: 100_000)) == .stepLimit)
  }

  @Test func `values that double are stopped by their size`() throws {
    let doubling = (1...40).map { "x\($0) := concat(\"\", [x\($0 - 1), x\($0 - 1)])\n" }.joined()
    let module = "p := x40 if { x0 := \"0123456789abcdef\"\n" + doubling + "}"
    #expect(try failure(module, limits: RegoLimits(bytes: 16 << 20)) == .sizeLimit)
  }

  @Test func `a value that shares its parts is stopped by the size it would be written in`() throws {
    let doubling = (1...400).map { "x\($0) := [x\($0 - 1), x\($0 - 1)]\n" }.joined()
    #expect(try failure("p := x400 if { x0 := 1\n" + doubling + "}") == .sizeLimit)
    let rules = (1...64).map { "r\($0) := [r\($0 - 1), r\($0 - 1)]\n" }.joined()
    let policy = "r0 := 1\n" + rules + "p := [x | some i in numbers.range(0, 300); x := [i, r64]]"
    #expect(try failure(policy) == .sizeLimit)
  }

  @Test func `a value nested thousands of levels deep is stopped`() throws {
    let nesting = (1...3000).map { "x\($0) := [x\($0 - 1)]\n" }.joined()
    #expect(try failure("p := x3000 if { x0 := 1\n" + nesting + "}") == .depthLimit)
  }

  @Test func `functions that call each other deeper than the limit are stopped`() throws {
    let functions = (1...600).map { "f\($0)(x) := f\($0 - 1)(x) + 1\n" }.joined()
    #expect(try failure("f0(x) := x\n" + functions + "p := f600(0)", limits: RegoLimits(depth: 200)) == .depthLimit)
  }

  @Test func `time that has run out is an error`() throws {
    let limits = RegoLimits(nanoseconds: 0)
    #expect(try failure("p := count([1 | some x in numbers.range(1, 2000); x > 0])", limits: limits) == .timeLimit)
  }

  @Test func `what prints forever is stopped`() throws {
    let input = "[" + Array(repeating: "1", count: 60).joined(separator: ",") + "]"
    let module = "p if { input[_]; input[_]; input[_]; input[_]; print(\"x\"); false }"
    #expect(try failure(module, input: input, limits: RegoLimits(steps: 50_000)) == .stepLimit)
  }

  // MARK: - Numbers

  @Test(arguments: [
    "1e1000000000", "-1e1000000000", "1e-1000000000", "1e999999999999999999999", "0e99999999999",
    String(repeating: "9", count: 20_000), "0." + String(repeating: "1", count: 20_000),
  ])
  func `numbers without measure are answered or refused, never fatal`(_ text: String) throws {
    for module in [
      "p := \(text)", "p := \(text) + 1", "p := \(text) * \(text)", "p := \(text) % 7", "p := 7 % \(text)",
      "p := \(text) == \(text)", "p := sprintf(\"%d\", [\(text)])", "p := {\(text): 1}", "p := [1, 2][\(text)]",
      "p := substring(\"abc\", \(text), \(text))", "p := round(\(text))", "p := format_int(\(text), 2)",
      "p := bits.lsh(1, \(text))", "p := numbers.range(0, \(text))", "p := time.date(\(text))",
      "p := json.marshal(\(text))", "p := floor(\(text))", "p := \(text) / 3",
    ] {
      _ = try? evaluate(module, limits: RegoLimits(steps: 100_000, bytes: 16 << 20))
    }
  }
}
