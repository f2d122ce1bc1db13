import ArgumentParser
import Basics

struct ToolDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare the registry with what the upstreams offer now.",
    discussion: """
      EXAMPLE
        agw tools diff

      Shows what is withheld, why, and which descriptions speak of other servers' tools. Exits 1 if a registered tool
      is changed or missing, or anything waits for `agw tools approve`.
      """)

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    let answer = try control.get("tools/diff")
    let tools = answer["tools"]?.arrayValue ?? []
    let pending = answer["pending"]?.arrayValue ?? []
    let shadows = answer["shadowing"]?.arrayValue ?? []
    if output.isJSON {
      (tools + pending + shadows).forEach(Terminal.print)
    } else {
      show(tools)
      pending.forEach(Self.show(pending:))
      shadows.forEach(Self.show(shadow:))
    }
    let isChanged = tools.contains { ["changed", "missing"].contains($0["status"]?.stringValue) }
    if isChanged || !pending.isEmpty { throw ExitCode(1) }
  }

  /// What waits, and how it differs from what was accepted.
  static func show(pending tool: JSONValue) {
    let parts = ["tool", "server", "status"].map { tool[$0].map(Column.text) ?? "-" }
    Terminal.print(Table.visible("\(parts[0]) of \(parts[1]) is withheld: \(parts[2]). To accept: agw tools approve \(parts[0])"))
    for finding in tool["findings"]?.arrayValue ?? [] { Terminal.print(Table.visible("  found \(Column.text(finding))")) }
    for change in tool["changes"]?.arrayValue ?? [] where change["path"] != "found" {
      Terminal.print(Table.visible("  " + Column.text(change["path"] ?? .null)))
      if let old = change["registered"], old != .null { Terminal.print(Table.visible("  - " + Column.text(old))) }
      if let new = change["observed"], new != .null { Terminal.print(Table.visible("  + " + Column.text(new))) }
    }
  }

  private static func show(shadow: JSONValue) {
    let parts = ["tool", "server", "speaks_of", "of_server"].map { shadow[$0].map(Column.text) ?? "-" }
    Terminal.print(Table.visible("\(parts[0]) of \(parts[1]) speaks of \(parts[2]), a tool of \(parts[3])"))
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
