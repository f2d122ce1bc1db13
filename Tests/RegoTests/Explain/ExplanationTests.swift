import Basics
import Rego
import Testing

/// Which rules fired, with what, and what stopped the others.
struct ExplanationTests {
  private func explain(_ query: String, _ input: String) throws -> RegoExplanation {
    let text = """
      package p

      default allow := false

      allow if {
        some role in data.roles[input.user]
        grants[role]
        not blocked(input.user)
      }

      allow if {
        input.user == "root"
        count(input.reason) > 3
      }

      grants contains role if {
        some role, tools in data.tools
        input.tool in tools
      }

      blocked(user) if {
        user in data.blocked
      }
      """
    let data = try JSONValue.parse(
      #"{"roles": {"ann": ["guest", "dev"]}, "tools": {"dev": ["echo"], "ops": ["bash"]}, "blocked": ["eve"]}"#)
    var options = RegoOptions()
    options.isTraced = true
    let policy = try CompiledPolicy(sources: [RegoSource(path: "p.rego", text: text)], data: data, options: options)
    return try policy.query(query).explain(RegoInput(JSONValue.parse(input)), in: RegoContext())
  }

  @Test func `rules that hold are shown with their variables, below those that read them`() throws {
    let explanation = try explain("data.p.allow", #"{"user": "ann", "tool": "echo"}"#)
    #expect(explanation.value == true)
    #expect(explanation.steps.map(\.rule) == ["data.p.allow", "data.p.allow"])
    let first = try #require(explanation.steps.first)
    #expect(first.place.description == "p.rego:5" && first.holds)
    #expect(first.solutions.map { JSONValue.object($0).text } == [#"{"role":"dev"}"#])
    #expect(first.steps.map(\.rule) == ["data.p.grants", "data.p.blocked"])
    #expect(first.steps[0].solutions.map { $0["role"] } == ["dev"])
    #expect(first.steps[0].solutions.map { $0["tools"] } == [["echo"]])
    #expect(!first.steps[1].holds)
    #expect(first.steps[1].stop?.text == "user in data.blocked")
  }

  @Test func `a rule that does not hold is shown with the expression that stopped it`() throws {
    let explanation = try explain("data.p.allow", #"{"user": "root", "tool": "echo", "reason": "no"}"#)
    #expect(explanation.value == false)
    #expect(explanation.steps.map { $0.stop?.place.row } == [6, 13, nil])
    #expect(explanation.steps[1].stop?.text == "count(input.reason) > 3")
    #expect(explanation.steps[2].place.row == 3 && explanation.steps[2].holds)
  }

  @Test func `explanations are a tree of lines, and JSON`() throws {
    let explanation = try explain("data.p.allow", #"{"user": "ann", "tool": "echo"}"#)
    #expect(
      explanation.text == """
        true
        ├─ data.p.allow  p.rego:5  holds
        │    role = "dev"
        │  ├─ data.p.grants  p.rego:16  holds
        │  │    role = "dev", tools = ["echo"]
        │  └─ data.p.blocked  p.rego:21  stops at p.rego:22: user in data.blocked
        └─ data.p.allow  p.rego:11  stops at p.rego:12: input.user == "root"
        """)
    #expect(explanation.json["result"] == true)
    let rule = explanation.json["rules"]?.arrayValue?.first
    #expect(rule?["location"]?["row"] == 5 && rule?["bindings"] == [["role": "dev"]])
    #expect(rule?["rules"]?.arrayValue?.count == 2)
    #expect(explanation.json["rules"]?.arrayValue?.last?["stopped_at"]?["text"] == "input.user == \"root\"")
  }

  @Test func `recursion of data, not of rules, does not grow an explanation without end`() throws {
    let text = "package p\nr contains [x, y] if { some x in numbers.range(1, 300); some y in [x]; ok(x, y) }\nok(x, y) if x == y\n"
    var options = RegoOptions()
    options.isTraced = true
    let policy = try CompiledPolicy(sources: [RegoSource(path: "p.rego", text: text)], options: options)
    let explanation = try policy.query("data.p.r").explain(RegoInput(), in: RegoContext())
    #expect(explanation.steps.count == 1 && explanation.steps[0].solutions.count == 100)
    #expect(explanation.steps[0].steps.count == 300)
    #expect(explanation.text.contains("… 100 solutions"))
  }
}
