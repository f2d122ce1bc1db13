import ArgumentParser
import Basics
import Gateway
import Policy
import Settings
import SPIFFE

struct PolicyMatrixListing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix", abstract: "Show who may call which registered tools.",
    discussion: """
      EXAMPLES
        agw policy matrix
        agw policy matrix --caller spiffe://poc.local/agents/mcp-client/my-agent/dev --format json

      Calls without arguments, session and request are meant, as for tools/list. Where a policy lists the tools of a
      caller, only those are tried.
      """)

  @Option(help: "SPIFFE ID of a caller; may be given again. Without it the callers that the policies name.")
  var caller: [SPIFFEID] = []

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: VerdictOutput

  func run() throws {
    let trial = try PolicyTrial(files.load().configuration)
    let matrix = trial.matrix(callers: caller, now: .now())
    output.show(matrix.text, matrix.json)
  }
}
