import ArgumentParser
import Basics
import Console
import SPIFFE

struct IdentityRelease: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "End a quarantine, as the person who answers for it.",
    discussion: """
      EXAMPLE
        agw identity release spiffe://poc.local/agents/mcp-client/my-agent/dev --by alice@example.com --yes
      """)

  @Argument(help: "SPIFFE ID.")
  var id: SPIFFEID

  @Option(help: "Who has looked at it, for the record.")
  var by: String

  @OptionGroup var confirmation: Confirmation
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    try confirmation.obtain("Let \(id.text) in again, on the word of \(by)?")
    let body: JSONValue = ["spiffe_id": .string(id.text), "by": .string(by)]
    output.show(try control.post("identities/release", body) { try $0.release(id, by: by) })
  }
}
