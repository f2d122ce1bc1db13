import ArgumentParser
import Basics
import Console
import SPIFFE

struct IdentityRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Keep an identity out from now on.",
    discussion: """
      EXAMPLE
        agw identity revoke spiffe://poc.local/agents/mcp-client/my-agent/dev --reason "key lost" --yes
      """)

  @Argument(help: "SPIFFE ID.")
  var id: SPIFFEID

  @Option(help: "Why, for people.")
  var reason: String?

  @OptionGroup var confirmation: Confirmation
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    try confirmation.obtain("Refuse every call of \(id.text) from now on?")
    let body: JSONValue = ["spiffe_id": .string(id.text), "reason": reason.map { .string($0) } ?? .null]
    output.show(try control.post("identities/revoke", body) { try $0.revoke(id, reason: reason) })
  }
}
