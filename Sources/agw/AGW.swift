import ArgumentParser

@main
struct AGW: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agw",
    abstract: "Precinct: the security gateway between AI agents and the tools they call over MCP.",
    discussion: """
      EXAMPLES
        agw serve --config config/precinct.yaml
        agw validate config/precinct.yaml
      """,
    subcommands: [Serve.self])
}
