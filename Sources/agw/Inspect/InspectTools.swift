import ArgumentParser
import Basics
import Console

struct InspectTools: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tools", abstract: "List the registered tools with hash, risk level and what the upstream says now.",
    discussion: """
      EXAMPLES
        agw inspect tools
        agw inspect tools --format json | jq 'select(.upstream_says != "matches")'
      """)

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    let answer = try control.get("tools") { try $0.tools() }
    output.list(
      answer["tools"]?.arrayValue ?? [],
      [
        Column("NAME", "name"), Column("RISK", "risk_level"), Column("TRUST", "trust_level"),
        Column("UPSTREAM", "upstream"), Column("UPSTREAM SAYS", "upstream_says"), Column("HASH", "hash"),
      ],
      empty: "No tool is registered. Add one: agw tools pin --help")
  }
}
