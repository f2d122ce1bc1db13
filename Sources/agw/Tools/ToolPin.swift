import ArgumentParser
import Basics

struct ToolPin: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin", abstract: "Print registry entries for tools as the upstreams offer them now.",
    discussion: """
      EXAMPLES
        agw tools pin my_tool
        agw tools pin my_tool --whole >> config/capability-registry-v2.yaml

      Read what it says before you accept it: this is the definition that agents will see.
      """)

  @Argument(help: "Tools; all that are offered if none is named.")
  var names: [String] = []

  @Flag(help: "Pin everything that the upstream says of the tool, not only name, description and input schema.")
  var whole = false

  @OptionGroup var control: Control

  @Option(help: "table (YAML to paste) or json.")
  var format = OutputFormat.table

  func run() throws {
    let offered = try control.get("tools/pins")["tools"]?.arrayValue ?? []
    let chosen = offered.filter { names.isEmpty || names.contains($0["tool"]?.stringValue ?? "") }
    let known = Set(chosen.compactMap { $0["tool"]?.stringValue })
    if let missing = names.first(where: { !known.contains($0) }) {
      throw CommandFailure("no upstream offers \"\(missing)\" now")
    }
    for tool in chosen {
      switch format {
      case .json: Terminal.print(tool)
      case .table: Terminal.print(tool[whole ? "pinned_entry" : "entry"]?.stringValue ?? "")
      }
    }
  }
}
