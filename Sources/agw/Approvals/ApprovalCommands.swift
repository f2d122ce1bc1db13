import ArgumentParser

struct ApprovalCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approvals", abstract: "Calls that wait for a person's agreement.",
    subcommands: [ApprovalList.self, ApprovalShow.self, ApprovalApprove.self, ApprovalDeny.self])
}
