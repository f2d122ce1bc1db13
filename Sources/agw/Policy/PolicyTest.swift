import ArgumentParser
import Policy
import Rego
import Settings

struct PolicyTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the Rego unit tests of a directory.",
    discussion: """
      EXAMPLES
        agw policy test config/opa
        agw policy test config/opa -v --run my_agent
        agw policy test bundle.tar.gz
        agw policy test config/opa --coverage --threshold 90 --format json

      Prints what `opa test` prints. Exits 1 if a test fails or went wrong, if there is none, or if fewer lines are
      covered than the threshold asks for.
      """)

  @Argument(help: "Directory, or bundle (.tar.gz); without it policy.directory of the configuration.")
  var directory: String?

  @Flag(name: .shortAndLong, help: "Show the tests that pass, too.")
  var verbose = false

  @Option(name: .customLong("run"), help: "Run only tests whose package.name this regular expression matches.")
  var pattern = ""

  @Flag(name: .shortAndLong, help: "Report the lines that the tests reached.")
  var coverage = false

  @Option(help: "Percent of lines that must be covered.")
  var threshold: Double?

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: VerdictOutput

  func run() throws {
    let directory = try directory ?? files.load().configuration.policy.directory
    let run = try PolicyTestRun(directory: directory, matching: pattern)
    let text = run.text(isVerbose: verbose, coverage: coverage)
    guard run.isPassed else {
      output.show(text, run.json())
      throw ExitCode(1)
    }
    output.show(text, run.json(coverage: coverage))
    if let threshold, let percent = run.results.coverage?.percent, percent < threshold {
      Terminal.note("\(percent)% of the lines are covered, \(threshold)% are asked for")
      throw ExitCode(1)
    }
  }
}
