import ArgumentParser
import Console
import SPIFFE

struct IdentityShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one identity, and which tools the policies let it call.",
    discussion: """
      EXAMPLE
        agw identity show spiffe://poc.local/agents/mcp-client/my-agent/dev
      """)

  @Argument(help: "SPIFFE ID.")
  var id: SPIFFEID

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    output.show(try control.get("identities/show?id=\(ControlClient.encoded(id.text))") { try $0.identity(id) })
  }
}
