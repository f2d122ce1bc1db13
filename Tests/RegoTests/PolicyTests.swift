import Basics
import Rego
import Testing

/// Policies as authors write them for the gateway, with their unit tests.
struct PolicyTests {
  private let authz = """
    package mcp.authz
    import rego.v1
    # Allow my-agent to call two tools
    allow if {
      input.caller == "spiffe://poc.local/agents/mcp-client/my-agent/dev"
      input.tool in {"tavily_search", "echo"}
    }
    """

  @Test func `an agent may call the tools named for it and no others`() throws {
    let policy = try CompiledPolicy(sources: [RegoSource(path: "authz.rego", text: authz)])
    let query = try policy.query("data.mcp.authz.allow")
    let context = RegoContext()
    var input = RegoInput()
    input.set("caller", "spiffe://poc.local/agents/mcp-client/my-agent/dev")
    for (tool, allowed) in [("echo", true), ("tavily_search", true), ("bash", false)] {
      input.set("tool", tool)
      #expect(try (query.evaluate(input, in: context)?.isTrue ?? false) == allowed)
    }
    #expect(policy.inputKeys == ["caller", "tool"])
    #expect(policy.packages == ["data.mcp.authz"])
  }

  @Test func `input is taken from the nodes of a parsed document`() throws {
    let policy = try CompiledPolicy(sources: [
      RegoSource(path: "p.rego", text: "package p\nr := input.arguments.path\n")
    ])
    let document = try JSONDocument(parsing: Array(#"{"params":{"arguments":{"path":"a\/b"}}}"#.utf8))
    let node = try #require(document.member(key: "params", of: 0))
    var input = RegoInput()
    input.set("arguments", document, node: try #require(document.member(key: "arguments", of: node)))
    #expect(try policy.query("data.p.r").evaluate(input, in: RegoContext())?.stringValue == "a/b")
  }

  @Test func `a denylist in data takes an agent's access away`() throws {
    let module = """
      package agentweave.authz
      import rego.v1
      default allow := false
      allow if {
        not input.caller_spiffe_id in data.banned_agents
      }
      """
    let data = try JSONValue.parse(#"{"banned_agents": ["spiffe://example.com/agent/compromised"]}"#)
    let policy = try CompiledPolicy(sources: [RegoSource(path: "authz.rego", text: module)], data: data)
    let query = try policy.query("data.agentweave.authz.allow")
    var input = RegoInput()
    input.set("caller_spiffe_id", "spiffe://example.com/agent/compromised")
    #expect(try query.evaluate(input, in: RegoContext())?.boolValue == false)
    input.set("caller_spiffe_id", "spiffe://example.com/agent/other")
    #expect(try query.evaluate(input, in: RegoContext())?.boolValue == true)
  }

  @Test func `unit tests run by OPA's conventions, in the older syntax too`() throws {
    let tests = """
      package mcp.authz
      test_allowed {
        allow with input as {
          "caller": "spiffe://poc.local/agents/mcp-client/my-agent/dev",
          "tool": "echo"
        }
      }
      test_denied {
        print("checking", 1)
        not allow with input as {"caller": "spiffe://poc.local/other", "tool": "echo"}
      }
      test_wrong { allow with input as {"tool": "echo"} }
      todo_test_later { false }
      """
    let policy = try CompiledPolicy(
      sources: [RegoSource(path: "authz.rego", text: authz), RegoSource(path: "authz_test.rego", text: tests)],
      options: RegoOptions(acceptsLegacySyntax: true))
    let reports = try RegoTestRunner(policy: policy).run().reports
    #expect(reports.map(\.name) == ["test_allowed", "test_denied", "test_wrong", "todo_test_later"])
    #expect(reports.map(\.outcome) == [.passed, .passed, .failed, .skipped])
    #expect(reports[1].output == ["checking 1"])
    #expect(reports[2].file == "authz_test.rego")
    #expect(try RegoTestRunner(policy: policy).run(matching: "den[i]ed$").reports.count == 1)
  }
}
