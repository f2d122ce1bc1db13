import ArgumentParser

struct PolicyCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Policies: what is allowed.",
    subcommands: [
      PolicyEval.self, PolicyTest.self, PolicyChecking.self, PolicyFormat.self, PolicyBench.self, PolicyMatrixListing.self,
      PolicyList.self, PolicyReload.self,
    ])
}
