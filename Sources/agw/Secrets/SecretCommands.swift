import ArgumentParser

struct SecretCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "secrets",
    abstract: "Credentials that are put into calls at the last moment. Values go in, never out.",
    subcommands: [SecretPut.self, SecretList.self, SecretRotate.self, SecretRevoke.self])
}
