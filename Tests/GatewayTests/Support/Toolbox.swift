import Basics
import Registry

/// The tools of the tests: what the server offers, and what the registry says of it.
enum Toolbox {
  struct Tool {
    let name: String
    var risk = "low"
    var labels = "[]"
    var isRegistered = true
    var isOffered = true
    /// The server says something else than was registered.
    var isChanged = false
    /// The server of the configuration that it is registered for; nil is the default one.
    var server: String?

    var description: String { "Does \(name)." }
    var schema: JSONValue { ["type": "object"] }

    var offered: JSONValue {
      [
        "name": .string(name), "description": .string(isChanged ? "Does evil." : description),
        "inputSchema": schema,
      ]
    }

    var entry: String {
      let hash = DefinitionHash(name: name, description: description, inputSchema: schema).inDocumentOrder.hex
      return """
          - name: \(name)\(server.map { "\n    server: \($0)" } ?? "")
            description: "\(description)"
            hash: "\(hash)"
            risk_level: \(risk)
            labels: \(labels)
            input_schema: {type: object}

        """
    }
  }

  static let tools = [
    Tool(name: "echo"), Tool(name: "limited"), Tool(name: "forbidden"),
    Tool(name: "read_secret", labels: "[sensitive]"),
    Tool(name: "send_out", labels: "[external]"), Tool(name: "risky", risk: "high"),
    Tool(name: "wipe", risk: "critical"),
    Tool(name: "stranger", isRegistered: false), Tool(name: "absent", isOffered: false),
    Tool(name: "changed", isChanged: true),
  ]

  static var registry: String { "tools:\n" + tools.filter(\.isRegistered).map(\.entry).joined() }
  static var offered: [JSONValue] { tools.filter(\.isOffered).map(\.offered) }

  static let alice = "spiffe://poc.local/agents/alice"
  /// Sees and calls `echo` alone.
  static let bob = "spiffe://poc.local/agents/bob"
  /// Is allowed nothing at all.
  static let mallory = "spiffe://poc.local/agents/mallory"

  static let policy = """
    package mcp.authz

    import rego.v1

    known if input.caller in {"\(alice)", "\(bob)"}

    allow if {
      known
      input.method in {"initialize", "ping", "stream/open", "response", "session/end"}
    }

    allow if {
      known
      startswith(input.method, "notifications/")
    }

    allow if {
      known
      input.method in {
        "server/discover", "subscriptions/listen", "tasks/get", "tasks/result", "tasks/list", "tasks/cancel",
        "completion/complete",
      }
    }

    allow if {
      known
      input.method in {"resources/read", "resources/subscribe"}
      input.request.resource.scheme == "docs"
      not "private" in input.request.resource.segments
    }

    allow if {
      input.caller == "\(alice)"
      input.method == "tools/call"
      input.tool != "forbidden"
    }

    allow if {
      input.caller == "\(bob)"
      input.method == "tools/call"
      input.tool == "echo"
    }
    """

  /// Few rules, quickly compiled; the shipped ones have tests of their own.
  static let rules = #"""
    rules:
      - id: test-credential
        type: TEST_CREDENTIAL
        class: credential
        severity: critical
        description: "A made-up credential."
        patterns: ['\b(tkn_[a-z]{12})\b']
        examples: {positive: ["tkn_abcdefghijkl"], negative: ["tkn_"]}
      - id: test-person
        type: TEST_PERSON
        class: pii
        severity: high
        description: "A made-up number of a person."
        patterns: ['\b(person-[0-9]{6})\b']
        examples: {positive: ["person-123456"], negative: ["person-1"]}
      - id: test-injection
        type: TEST_INJECTION
        class: injection
        severity: high
        description: "A made-up attack."
        patterns: ['\b(obey me now)\b']
        examples: {positive: ["obey me now"], negative: ["obey"]}
    """#
}
