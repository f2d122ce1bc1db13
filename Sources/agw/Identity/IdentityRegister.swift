import ArgumentParser
import Basics
import Console
import SPIFFE

struct IdentityRegister: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Register an identity, or change its registration.",
    discussion: """
      EXAMPLES
        agw identity register spiffe://poc.local/agents/mcp-client/my-agent/dev --description "My agent"
        agw identity register --spiffe-id spiffe://poc.local/agents/mcp-client/my-agent/dev \\
          --selector unix:uid:1000 --selector unix:path:/opt/agent/bin/agent --ttl 1h

      Registration lets nobody in: the proof of the identity and the policies do. With selectors, processes of this
      machine of which all of them hold get SVIDs of the embedded authority: unix:uid, unix:gid, unix:user,
      unix:group, unix:path and unix:sha256 (of the executable). Other selectors are for other authorities.
      """)

  @Argument(help: "SPIFFE ID, such as spiffe://poc.local/agents/mcp-client/my-agent/dev.")
  var identity: SPIFFEID?

  @Option(name: .customLong("spiffe-id"), help: "The same, as an option.")
  var spiffeID: SPIFFEID?

  @Option(help: "What it is, for people.")
  var description = ""

  @Option(name: .customLong("selector"), help: "How an authority recognises it, such as unix:uid:1000; repeatable.")
  var selectors: [String] = []

  @Option(help: "Lifetime of its X.509-SVIDs, such as 3600, 90s, 30m or 1h.")
  var ttl: LifetimeArgument?

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func validate() throws {
    guard (identity == nil) != (spiffeID == nil) else {
      throw ValidationError("Give the SPIFFE ID once, as an argument or with --spiffe-id.")
    }
  }

  func run() throws {
    guard let id = identity ?? spiffeID else { return }
    let body: JSONValue = [
      "spiffe_id": .string(id.text), "description": .string(description),
      "selectors": .array(selectors.map { .string($0) }), "ttl_seconds": ttl.map { .integer($0.seconds) } ?? .null,
    ]
    let record = try control.post("identities", body) {
      try $0.register(id, description: description, selectors: selectors, lifetime: ttl.map { .seconds($0.seconds) })
    }
    output.show(record)
  }
}
