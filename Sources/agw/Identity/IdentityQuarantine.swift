import ArgumentParser
import Basics
import Console
import SPIFFE

struct IdentityQuarantine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine", abstract: "Keep an identity out until a person has looked at it and releases it.",
    discussion: """
      EXAMPLE
        agw identity quarantine spiffe://poc.local/agents/mcp-client/my-agent/dev --reason "reads too much" --yes

      Its connections are closed at once. What its sessions have done goes into the audit log as evidence.
      """)

  @Argument(help: "SPIFFE ID.")
  var id: SPIFFEID

  @Option(help: "Why, for people.")
  var reason: String?

  @OptionGroup var confirmation: Confirmation
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    try confirmation.obtain("Refuse every call of \(id.text) until a person releases it?")
    let body: JSONValue = ["spiffe_id": .string(id.text), "reason": reason.map { .string($0) } ?? .null]
    output.show(try control.post("identities/quarantine", body) { try $0.quarantine(id, reason: reason) })
  }
}
