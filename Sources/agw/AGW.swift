import ArgumentParser

struct AGW: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agw",
    abstract: "Precinct: the security gateway between AI agents and the tools they call over MCP.",
    discussion: """
      EXAMPLES
        agw serve                                     run the gateway
        agw status                                    how it is
        agw inspect tools                             what it guards
        agw scan --staged                             is there a secret in what I commit
        agw audit search --last 1 | jq .              what happened last

      Commands read config/precinct.yaml, the files of $PRECINCT_CONFIG, or those of --config. Exit codes: 0 done,
      1 refused or failed, 2 wrong usage.
      """,
    subcommands: [
      Serve.self, Wrap.self, Validate.self, Status.self, Bench.self, IdentityCommands.self, InspectCommands.self,
      ToolCommands.self, PolicyCommands.self, AuditCommands.self, ApprovalCommands.self, SecretCommands.self,
      RuleCommands.self, Scanning.self, Redacting.self, ComplianceCommands.self, GDPRCommands.self, BackupCommands.self,
      SidecarCommand.self,
    ])
}
