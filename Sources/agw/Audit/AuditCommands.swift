import ArgumentParser

struct AuditCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "The record of every call.",
    subcommands: [
      AuditSearching.self, AuditExplain.self, AuditVerify.self, AuditProve.self, AuditVerifyProof.self,
      AuditConsistency.self, AuditKeys.self, AuditSinkListing.self, AuditReveal.self, AuditVerifyReveal.self,
    ])
}
