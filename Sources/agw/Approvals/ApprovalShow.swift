import ArgumentParser
import Console

struct ApprovalShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one request with its arguments.",
    discussion: """
      EXAMPLE
        agw approvals show apr_0123456789abcdef0123
      """)

  @Argument(help: "Request, as `agw approvals list` names it.")
  var id: String

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() async throws {
    output.show(try await control.get("approvals/\(ControlClient.encoded(id))") { try await $0.approval(id) })
  }
}
