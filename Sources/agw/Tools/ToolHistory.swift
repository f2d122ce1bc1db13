import ArgumentParser
import Basics
import Registry
import Settings

struct ToolHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Verify the registry's history, and list what happened to tools.",
    discussion: """
      EXAMPLES
        agw tools history
        agw tools history --tool my_tool --format json

      Every line is signed (Ed25519) and holds the SHA-256 of the line before. Exits 1 at the first line that is not as
      it was signed.
      """)

  @Option(help: "Only this tool, as its server calls it.")
  var tool: String?

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: Output

  func run() throws {
    let directory = try files.load().configuration.stateDirectory
    let lines: [HistoryLine]
    do throws(HistoryError) {
      lines = try HistoryFile.verified(in: directory)
    } catch {
      throw CommandFailure("\(error)")
    }
    output.list(
      lines.filter { line in tool.map { $0 == line.tool } ?? true }.map(\.summary),
      [
        Column("NUMBER", "sequence"), Column("AT", "at"), Column("ACTION", "action"), Column("TOOL", "tool"),
        Column("SERVER", "server"), Column("BY", "by"), Column("PIN", "pin"),
      ],
      empty: "Nothing has happened yet.")
  }
}
