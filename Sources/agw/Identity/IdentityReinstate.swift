import ArgumentParser
import Basics
import Console
import SPIFFE

struct IdentityReinstate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reinstate", abstract: "Lift a revocation.",
    discussion: """
      EXAMPLE
        agw identity reinstate spiffe://poc.local/agents/mcp-client/my-agent/dev --yes
      """)

  @Argument(help: "SPIFFE ID.")
  var id: SPIFFEID

  @OptionGroup var confirmation: Confirmation
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    try confirmation.obtain("Let \(id.text) in again?")
    output.show(try control.post("identities/reinstate", ["spiffe_id": .string(id.text)]) { try $0.reinstate(id) })
  }
}
