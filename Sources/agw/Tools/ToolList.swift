import ArgumentParser
import Basics
import Gateway
import Settings

struct ToolList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the tools of the registry file.",
    discussion: """
      EXAMPLE
        agw tools list

      `agw inspect tools` also says what the upstreams offer now.
      """)

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: Output

  func run() throws {
    output.list(
      try RegisteredTools.read(try files.load().configuration).map { $0.document },
      [
        Column("NAME", "name"), Column("RISK", "risk_level"), Column("TRUST", "trust_level"),
        Column("UPSTREAM", "upstream"), Column("HASH", "hash"),
      ],
      empty: "No tool is registered. Add one: agw tools pin --help")
  }
}
