import ArgumentParser
import Basics
import Console
import Secrets

struct SecretPut: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "put", abstract: "Add a secret, and say who may use it where.",
    discussion: """
      EXAMPLE
        printf %s "$TOKEN" | agw secrets put search-api-key \\
          --owner spiffe://poc.local/agents/mcp-client/my-agent/dev --tool tavily_search

      A call names the secret as $SPIKE{ref:search-api-key}; nothing is allowed that is not listed.
      """)

  @Argument(help: "Name: letters, digits, _ . - /")
  var name: String

  @Option(name: .customLong("owner"), help: "SPIFFE ID that may use it, or one ending in /*; repeatable.")
  var owners: [String] = []

  @Option(name: .customLong("tool"), help: "Tool that it may be used in, or *; repeatable.")
  var tools: [String] = []

  @Option(name: .customLong("scope"), help: "Scope that a reference must name; repeatable.")
  var scopes: [String] = []

  @Option(help: "From then on it is not given any more: 2027-01-31T12:00:00Z.")
  var expires: String?

  @OptionGroup var value: SecretValue
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func validate() throws {
    guard !owners.isEmpty, !tools.isEmpty else { throw ValidationError("Give at least one --owner and one --tool.") }
    if let expires, Timestamp(rfc3339: expires) == nil { throw ValidationError("\"\(expires)\" is no time.") }
  }

  func run() throws {
    let value = try value.read()
    let rule = SecretRule(
      owners: owners, tools: tools, scopes: scopes, expiresAt: expires.flatMap { Timestamp(rfc3339: $0) })
    let body: JSONValue = [
      "name": .string(name), "value": .string(value.exposed()), "owners": .array(owners.map { .string($0) }),
      "tools": .array(tools.map { .string($0) }), "scopes": .array(scopes.map { .string($0) }),
      "expires_at": expires.map { .string($0) } ?? .null,
    ]
    output.show(try control.post("secrets", body) { try $0.put(name, value, rule) })
  }
}
