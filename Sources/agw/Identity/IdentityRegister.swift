import ArgumentParser
import Basics
import Console
import SPIFFE

struct IdentityRegister: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Register an identity, or change its registration.",
    discussion: """
      EXAMPLE
        agw identity register spiffe://poc.local/agents/mcp-client/my-agent/dev --description "My agent"

      Registration lets nobody in: the proof of the identity and the policies do.
      """)

  @Argument(help: "SPIFFE ID, such as spiffe://poc.local/agents/mcp-client/my-agent/dev.")
  var id: SPIFFEID

  @Option(help: "What it is, for people.")
  var description = ""

  @Option(name: .customLong("selector"), help: "How an authority recognises it, such as unix:uid:1000; repeatable.")
  var selectors: [String] = []

  @Option(help: "Lifetime of its SVIDs, in seconds.")
  var ttl: Int?

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    let body: JSONValue = [
      "spiffe_id": .string(id.text), "description": .string(description),
      "selectors": .array(selectors.map { .string($0) }), "ttl_seconds": ttl.map { .integer($0) } ?? .null,
    ]
    let record = try control.post("identities", body) {
      try $0.register(id, description: description, selectors: selectors, lifetime: ttl.map { .seconds($0) })
    }
    output.show(record)
  }
}
