import ArgumentParser
import Basics

struct ToolApprove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Accept what a server now says of a tool that is withheld.",
    discussion: """
      EXAMPLES
        agw tools approve my_tool
        agw tools approve my_tool --server search --by ada --yes

      Read the difference before you agree: this is what agents will see. It becomes a signed line of the registry's
      history, which `agw tools history` checks, and the tool can be called at once.
      """)

  @Argument(help: "The tool, as its server calls it.")
  var tool: String

  @Option(help: "Its server, where several have such a tool.")
  var server: String?

  @OptionGroup var approver: Approver
  @OptionGroup var confirmation: Confirmation
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    let waiting = (try control.get("tools/diff")["pending"]?.arrayValue ?? []).filter {
      $0["tool"]?.stringValue == tool && (server == nil || $0["server"]?.stringValue == server)
    }
    guard let pending = waiting.first else { throw CommandFailure("nothing waits under \"\(tool)\"") }
    guard waiting.count == 1 else { throw CommandFailure("several servers have \"\(tool)\" waiting; give --server") }
    if !output.isJSON { ToolDiff.show(pending: pending) }
    try confirmation.obtain("Accept this definition of \(tool)?")
    var body: JSONObject = ["tool": .string(tool), "by": .string(try approver.name())]
    body["server"] = pending["server"]
    // What was shown is what is accepted, and nothing that came since.
    body["pin"] = pending["pin"]
    let line = try control.post("tools/approve", .object(body))
    output.isJSON ? Terminal.print(line) : Terminal.print("\(tool) is approved.")
  }
}
