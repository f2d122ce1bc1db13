import ArgumentParser
import Basics
import Console

struct ApprovalList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List requests, the newest first.",
    discussion: """
      EXAMPLES
        agw approvals list
        agw approvals list --status pending --format json | jq -r .id
      """)

  @Option(help: "pending, approved, denied, consumed or expired.")
  var status: String?

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() async throws {
    let answer = try await control.get("approvals") { try await $0.approvals() }
    let requests = (answer["approvals"]?.arrayValue ?? []).filter { request in
      status.map { request["status"] == .string($0) } ?? true
    }
    output.list(
      requests,
      [
        Column("ID", "id"), Column("STATUS", "status"), Column("TOOL", "tool"), Column("RISK", "risk_score"),
        Column("CALLER", "caller"), Column("ASKED AT", "created_at"), Column("REASON", "reason"),
      ],
      empty: "No call waits for an agreement.")
  }
}
