import ArgumentParser
import Basics
import Gateway
import Policy
import Rego
import Settings
import SPIFFE

struct PolicyEval: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Ask the policies on disk about one call: ALLOW or DENY, and why; or any query.",
    discussion: """
      EXAMPLES
        agw policy eval --caller spiffe://poc.local/agents/mcp-client/my-agent/dev --tool my_tool --method tools/call
        agw policy eval --caller spiffe://poc.local/agents/mcp-client/my-agent/dev --tool bash --fail --explain
        agw policy eval --query 'x := data.mcp.authz.allow' --data config/opa --input question.json

      Exits 0 for both answers; with --fail 1 for DENY, or a query without an answer. --explain shows which rules were
      tried, what their variables were, and what stopped those that did not hold.
      """)

  @Option(help: "SPIFFE ID of the caller.")
  var caller: SPIFFEID?

  @Option(help: "Tool, prompt or resource.")
  var tool: String?

  @Option(help: "MCP method.")
  var method = "tools/call"

  @Option(help: "Arguments of the call, a JSON object.")
  var arguments = "{}"

  @Option(name: .shortAndLong, help: "Rego query, instead of a caller.")
  var query: String?

  @OptionGroup var documents: PolicyDocuments

  @Flag(help: "Exit 1 for DENY, or without an answer.")
  var fail = false

  @Flag(help: "Show which rules were tried.")
  var explain = false

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: VerdictOutput

  func validate() throws {
    guard (caller == nil) != (query == nil) else { throw ValidationError("Give either --caller or --query.") }
  }

  func run() throws {
    if let query { return try run(query: query) }
    guard let caller else { return }
    let configuration = try files.load().configuration
    let trial = try PolicyTrial(configuration)
    let arguments = try parsedArguments()
    let answer = trial.answer(caller: caller, method: method, tool: tool, arguments: arguments, now: .now())
    var text = answer.text
    var document = answer.document.objectValue ?? JSONObject()
    if explain,
      let reasons = try trial.explanation(
        configuration, caller: caller, method: method, tool: tool, arguments: arguments, now: .now())
    {
      text += "\n" + Table.visible(reasons.text, keepingLines: true)
      document["explanations"] = reasons.json
    }
    output.show(text, .object(document))
    if fail, !answer.isAllowed { throw ExitCode(1) }
  }

  private func parsedArguments() throws -> JSONValue {
    guard let value = try? JSONValue.parse(arguments), value.objectValue != nil else {
      throw ValidationError("--arguments takes a JSON object, such as '{\"query\": \"test\"}'.")
    }
    return value
  }

  /// The bindings of each answer, as `opa eval` prints them: `{"result": [{"bindings": …}]}`.
  private func run(query: String) throws {
    let policy = try PolicySources(paths: documents.data).compile(isTraced: explain)
    let input = try documents.inputValue().map { RegoInput($0) } ?? RegoInput()
    let context = RegoContext()
    if explain {
      let explanation = try policy.query(query).explain(input, in: context)
      output.show(Table.visible(explanation.text, keepingLines: true), explanation.json)
      if fail, explanation.value == nil { throw ExitCode(1) }
      return
    }
    let prepared = try policy.query(body: query)
    let answers = try prepared.answers(input, in: context)
    let value = prepared.bindsVariables ? nil : try policy.query(query).evaluate(input, in: context)?.json
    let results = answers.map { bindings -> JSONValue in
      var record = JSONObject()
      if let value { record["expressions"] = [["value": value, "text": .string(query)]] }
      if !bindings.isEmpty { record["bindings"] = .object(bindings) }
      return .object(record)
    }
    let lines = value.map { [$0.text] } ?? answers.map { JSONValue.object($0).text }
    output.show(
      lines.isEmpty ? "undefined" : lines.joined(separator: "\n"),
      results.isEmpty ? .object([:]) : ["result": .array(results)])
    if fail, results.isEmpty { throw ExitCode(1) }
  }
}
