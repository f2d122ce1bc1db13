import ArgumentParser
import Console

struct ApprovalDeny: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deny", abstract: "Refuse one call.",
    discussion: """
      EXAMPLE
        agw approvals deny apr_0123456789abcdef0123 --reason "checked with the owner"

      The same call is refused for a while without asking again.
      """)

  @Argument(help: "Request, as `agw approvals list` names it.")
  var id: String

  @OptionGroup var approver: Approver
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() async throws {
    let by = try approver.name()
    let request = try await control.post("approvals/\(ControlClient.encoded(id))/deny", try approver.body()) {
      try await $0.deny(id, by: by, reason: approver.reason)
    }
    output.show(request)
  }
}
