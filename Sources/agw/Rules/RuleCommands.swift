import ArgumentParser

struct RuleCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "The detection rules: list, try, check, take over from other tools.",
    discussion: """
      EXAMPLES
        agw rules list --class pii
        agw rules explain "key AKIA2E0A8F3B244C9986"
        agw rules import --from gitleaks gitleaks.toml --output config/detection/imported.yaml
      """,
    subcommands: [
      RuleList.self, RuleShow.self, RuleTest.self, RuleLint.self, RuleImporting.self, RuleExplain.self,
    ])
}
