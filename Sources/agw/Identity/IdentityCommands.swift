import ArgumentParser

struct IdentityCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity", abstract: "Workload identities: who may call, who called, who is kept out.",
    subcommands: [
      IdentityList.self, IdentityRegister.self, IdentityShow.self, IdentityRevoke.self, IdentityReinstate.self,
      IdentityQuarantine.self, IdentityRelease.self,
      IdentityHealth.self,
    ])
}
