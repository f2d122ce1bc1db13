import ArgumentParser
import Basics
import Policy
import Settings

struct PolicyChecking: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check whether the policies of a directory can be used.",
    discussion: """
      EXAMPLE
        agw policy check config/opa
      """)

  @Argument(help: "Directory; without it policy.directory of the configuration.")
  var directory: String?

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: VerdictOutput

  func run() throws {
    let settings = try files.load().configuration.policy
    let check = PolicyCheck(directory: directory ?? settings.directory, furtherPackages: settings.decisionPackages)
    output.show(
      check.text,
      [
        "usable": .bool(check.isUsable), "problems": .array(check.problems.map { .string($0.description) }),
        "warnings": .array(check.warnings.map { .string($0.description) }),
      ])
    if !check.isUsable { throw ExitCode(1) }
  }
}
