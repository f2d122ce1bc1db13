import ArgumentParser
import Policy
import Settings

struct PolicyTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the Rego unit tests of a directory.",
    discussion: """
      EXAMPLES
        agw policy test config/opa
        agw policy test config/opa -v --run my_agent
      """)

  @Argument(help: "Directory; without it policy.directory of the configuration.")
  var directory: String?

  @Flag(name: .shortAndLong, help: "Show the tests that pass, too.")
  var verbose = false

  @Option(name: .customLong("run"), help: "Run only tests whose package and name contain this.")
  var filter = ""

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: VerdictOutput

  func run() throws {
    let directory = try directory ?? files.load().configuration.policy.directory
    let run = try PolicyTestRun(directory: directory, matching: filter)
    output.show(run.text(isVerbose: verbose), run.json)
    if !run.isPassed { throw ExitCode(1) }
  }
}
