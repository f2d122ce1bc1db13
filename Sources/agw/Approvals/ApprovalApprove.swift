import ArgumentParser
import Console

struct ApprovalApprove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Agree to one call. It may then be made once, by its caller.",
    discussion: """
      EXAMPLE
        agw approvals approve apr_0123456789abcdef0123 --reason "checked with the owner"

      The caller repeats the call, or sends the token that is printed here as X-Step-Up-Token.
      """)

  @Argument(help: "Request, as `agw approvals list` names it.")
  var id: String

  @OptionGroup var approver: Approver
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() async throws {
    let by = try approver.name()
    let request = try await control.post("approvals/\(ControlClient.encoded(id))/approve", try approver.body()) {
      try await $0.approve(id, by: by, reason: approver.reason)
    }
    output.show(request)
  }
}
