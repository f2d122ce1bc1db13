import ArgumentParser

struct ToolCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tools", abstract: "The registry of tools.",
    subcommands: [ToolHash.self, ToolList.self, ToolPin.self, ToolDiff.self, ToolApprove.self, ToolHistory.self])
}
