import Basics
import Rego
import Testing

/// Queries whose input is known in part.
struct PartialTests {
  private func policy(_ module: String, data: String = "{}") throws -> CompiledPolicy {
    try CompiledPolicy(sources: [RegoSource(path: "p.rego", text: "package p\n" + module)], data: JSONValue.parse(data))
  }

  private func partial(
    _ policy: CompiledPolicy, _ input: String = "{}", unknowns: [String] = ["input.tool"],
    query: String = "data.p.allow == true"
  ) throws -> PartialResult {
    try policy.partialQuery(query, unknowns: unknowns).evaluate(RegoInput(JSONValue.parse(input)), in: RegoContext())
  }

  private static let roles = """
    default allow := false

    allow if {
      input.caller == "alice"
      input.tool in {"echo", "search"}
    }

    allow if {
      some role in data.roles[input.caller]
      input.tool in data.grants[role]
      not input.tool in data.banned
    }

    allow if input.caller == "root"
    """
  private static let data = """
    {"roles": {"bob": ["dev", "ops"]}, "grants": {"dev": ["echo", "bash"], "ops": ["rm"]}, "banned": ["rm"]}
    """

  @Test func `the names that a caller may use are found without trying any`() throws {
    let policy = try policy(Self.roles, data: Self.data)
    let alice = try partial(policy, #"{"caller": "alice"}"#).values(of: ["tool"])
    #expect(alice.certain == ["echo", "search"] && alice.possible == ["echo", "search"] && alice.isFinite)
    let bob = try partial(policy, #"{"caller": "bob"}"#).values(of: ["tool"])
    #expect(bob.certain == ["echo", "bash"] && bob.possible == ["echo", "bash"] && bob.isFinite)
    #expect(try partial(policy, #"{"caller": "root"}"#).isAlways)
    #expect(try partial(policy, #"{"caller": "eve"}"#).isNever)
  }

  @Test func `what depends on more than the name must be tried`() throws {
    let policy = try policy("allow if { input.tool in {\"a\", \"b\"}; input.arguments.n < 3 }\nallow if startswith(input.tool, \"x_\")")
    let result = try partial(policy, unknowns: ["input.tool", "input.arguments"])
    let names = result.values(of: ["tool"])
    #expect(names.certain == [] && names.possible == ["a", "b"] && !names.isFinite)
    func holds(_ input: String, _ unknowns: [String] = []) throws -> Bool? {
      try result.holds(RegoInput(JSONValue.parse(input)), unknowns: unknowns, in: RegoContext())
    }
    #expect(try holds(#"{"tool": "x_y"}"#, ["input.arguments"]) == true)
    #expect(try holds(#"{"tool": "a"}"#, ["input.arguments"]) == nil)
    #expect(try holds(#"{"tool": "c"}"#, ["input.arguments"]) == false)
    #expect(try holds(#"{"tool": "a", "arguments": {"n": 2}}"#) == true)
  }

  @Test func `defaults, else, negation, functions and partial rules are followed into`() throws {
    let module = """
      level := "high" if input.tool == "bash" else := "low"
      safe(tool) if not tool in {"rm", "bash"}
      names contains "echo"
      names contains n if { some n in ["date", "time"]; input.caller == "ann" }
      limits[t] := n if { some t, n in {"echo": 1, "cat": 2} }
      deny if { not safe(input.tool) }
      a if level == "low"
      b if { safe(input.tool); input.tool in names }
      c if limits[input.tool] > 1
      d if not deny
      e if every t in ["x", input.tool] { t in {"x", "y"} }
      f if { input.tool in names; level == "high" }
      """
    let policy = try policy(module)
    func check(_ rule: String, _ caller: String) throws {
      let input = #"{"caller": "\#(caller)"}"#
      let result = try partial(policy, input, query: "data.p.\(rule)")
      for tool in ["echo", "bash", "rm", "cat", "date", "x", "y"] {
        let whole = RegoInput(try JSONValue.parse(#"{"caller": "\#(caller)", "tool": "\#(tool)"}"#))
        let wanted = try policy.query("data.p.\(rule)").evaluate(whole, in: RegoContext())?.isTrue ?? false
        #expect(try result.holds(whole, in: RegoContext()) == wanted, "\(rule) \(caller) \(tool)")
        let names = result.values(of: ["tool"])
        if names.isFinite { #expect(names.possible.contains(tool) || !wanted, "\(rule) \(tool)") }
        if names.certain.contains(tool) { #expect(wanted, "\(rule) \(tool)") }
      }
    }
    for rule in ["a", "b", "c", "d", "e", "f"] {
      try check(rule, "ann")
      try check(rule, "bob")
    }
    #expect(try partial(policy, #"{"caller": "ann"}"#, query: "data.p.b").values(of: ["tool"]).certain == ["echo", "date", "time"])
    #expect(try partial(policy, query: "data.p.f").values(of: ["tool"]).possible == [])
  }

  @Test func `the rest is written as OPA writes it`() throws {
    let policy = try policy(Self.roles, data: Self.data)
    let json = try policy.compile(
      query: "data.p.allow == true", input: JSONValue.parse(#"{"caller": "alice"}"#), unknowns: ["input.tool"],
      in: RegoContext())
    let queries = json["queries"]?.arrayValue ?? []
    #expect(queries.count == 1 && json["support"] == nil)
    let terms = queries[0].arrayValue?[0]["terms"]?.arrayValue ?? []
    #expect(
      terms[0].text
        == #"{"type":"ref","value":[{"type":"var","value":"internal"},{"type":"string","value":"member_2"}]}"#)
    #expect(terms[1].text == #"{"type":"ref","value":[{"type":"var","value":"input"},{"type":"string","value":"tool"}]}"#)
    #expect(terms[2]["type"] == "set")
    func compiled(_ caller: String) throws -> String {
      try policy.compile(
        query: "data.p.allow == true", input: JSONValue.parse(#"{"caller": "\#(caller)"}"#), unknowns: ["input.tool"],
        in: RegoContext()
      ).text
    }
    #expect(try compiled("root") == #"{"queries":[[]]}"#)
    #expect(try compiled("eve") == "{}")
  }

  @Test func `several conditions are negated by a rule of their own`() throws {
    let policy = try policy("bad if { input.tool == \"rm\"; input.force }\nallow if not bad")
    let json = try policy.compile(query: "data.p.allow", input: nil, unknowns: ["input"], in: RegoContext())
    #expect(json["queries"]?.arrayValue?.count == 1)
    let query = json["queries"]?.arrayValue?[0].arrayValue?[0]
    #expect(query?["negated"] == true)
    #expect(query?["terms"]?["value"]?.arrayValue?.last?["value"] == "__not1__")
    let rules = json["support"]?.arrayValue?[0]["rules"]?.arrayValue
    #expect(rules?.count == 1 && rules?[0]["body"]?.arrayValue?.count == 2)
  }

  @Test func `what cannot be followed stays as it is and is not decided`() throws {
    let module = """
      deny contains "no" if input.tool == "rm"
      allow if count(deny) == 0
      listed if input.tool in [t | t := input.extra[_]]
      """
    let policy = try policy(module)
    let result = try partial(policy)
    #expect(!result.isAlways && !result.isNever && !result.values(of: ["tool"]).isFinite)
    for (tool, wanted) in [("rm", false), ("echo", true)] {
      let whole = RegoInput(try JSONValue.parse(#"{"tool": "\#(tool)"}"#))
      #expect(try result.holds(whole, in: RegoContext()) == wanted)
    }
  }

  @Test func `unknowns are paths below input, and limits hold`() throws {
    let policy = try policy("allow if { some a in numbers.range(1, 400); some b in numbers.range(1, 400); input.tool == a + b }")
    #expect(throws: RegoError.self) { try policy.partialQuery("data.p.allow", unknowns: ["data.x"]) }
    #expect(throws: RegoError.self) { try policy.partialQuery("data.p.allow if", unknowns: ["input"]) }
    let error = #expect(throws: RegoError.self) { try partial(policy) }
    #expect(error?.code == .sizeLimit || error?.code == .stepLimit)
  }
}
