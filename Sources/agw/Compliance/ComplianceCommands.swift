import ArgumentParser

struct ComplianceCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compliance", abstract: "Evidence for auditors: what the log of a period shows of each control.",
    subcommands: [ComplianceCollect.self, ComplianceReport.self, ComplianceEvidence.self, ComplianceVerify.self])
}
