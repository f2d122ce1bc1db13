import ArgumentParser
import Basics

struct ToolDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare the registry with what the upstreams offer now.",
    discussion: """
      EXAMPLE
        agw tools diff

      Exits 1 if a registered tool is changed or missing.
      """)

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    let tools = try control.get("tools/diff")["tools"]?.arrayValue ?? []
    if output.isJSON { tools.forEach(Terminal.print) } else { show(tools) }
    if tools.contains(where: { ["changed", "missing"].contains($0["status"]?.stringValue) }) { throw ExitCode(1) }
  }

  private func show(_ tools: [JSONValue]) {
    output.list(tools, [Column("TOOL", "tool"), Column("STATUS", "status")], empty: "No tool is registered or offered.")
    for tool in tools {
      for change in tool["changes"]?.arrayValue ?? [] {
        let name = tool["tool"].map(Column.text) ?? ""
        let parts = ["path", "registered", "observed"].map { change[$0].map(Column.text) ?? "-" }
        Terminal.print(Table.visible("\(name)\(parts[0]): \(parts[1]) → \(parts[2])"))
      }
    }
  }
}
