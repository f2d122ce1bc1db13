import ArgumentParser

struct GDPRCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gdpr", abstract: "What the log holds of one data subject: give it out, or make it unreadable.",
    subcommands: [GDPRExport.self, GDPRDelete.self])
}
