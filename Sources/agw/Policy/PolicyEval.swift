import ArgumentParser
import Basics
import Gateway
import Settings
import SPIFFE

struct PolicyEval: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Ask the policies on disk about one call: ALLOW or DENY, and why.",
    discussion: """
      EXAMPLES
        agw policy eval --caller spiffe://poc.local/agents/mcp-client/my-agent/dev --tool my_tool --method tools/call
        agw policy eval --caller spiffe://poc.local/agents/mcp-client/my-agent/dev --tool bash --fail

      Exits 0 for both answers; with --fail 1 for DENY.
      """)

  @Option(help: "SPIFFE ID of the caller.")
  var caller: SPIFFEID

  @Option(help: "Tool, prompt or resource.")
  var tool: String?

  @Option(help: "MCP method.")
  var method = "tools/call"

  @Option(help: "Arguments of the call, a JSON object.")
  var arguments = "{}"

  @Flag(help: "Exit 1 for DENY.")
  var fail = false

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: VerdictOutput

  func run() throws {
    let configuration = try files.load().configuration
    let answer = try PolicyTrial(configuration).answer(
      caller: caller, method: method, tool: tool, arguments: try parsedArguments(), now: .now())
    output.show(answer.text, answer.document)
    if fail, !answer.isAllowed { throw ExitCode(1) }
  }

  private func parsedArguments() throws -> JSONValue {
    guard let value = try? JSONValue.parse(arguments), value.objectValue != nil else {
      throw ValidationError("--arguments takes a JSON object, such as '{\"query\": \"test\"}'.")
    }
    return value
  }
}
