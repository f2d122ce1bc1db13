import ArgumentParser

struct BackupCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies of the whole state directory, and tests that they come back.",
    subcommands: [BackupCreate.self, BackupVerify.self, BackupRestore.self, BackupTest.self])
}
