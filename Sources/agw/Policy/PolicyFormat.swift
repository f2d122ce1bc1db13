import ArgumentParser
import Basics
import FoundationEssentials
import Policy
import Rego

struct PolicyFormat: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Write policies in their canonical form, as `opa fmt` does.",
    discussion: """
      EXAMPLES
        agw policy fmt -w config/opa
        agw policy fmt --diff --fail config/opa

      Without -w, --diff and --list the result is printed. Modules of Rego v0 become v1.
      """)

  @Argument(help: "Files, or directories whose .rego files are meant.")
  var paths: [String]

  @Flag(name: [.customShort("w"), .long], help: "Write what changes back to the files.")
  var write = false

  @Flag(name: .shortAndLong, help: "Show what changes.")
  var diff = false

  @Flag(name: .shortAndLong, help: "Name the files that change.")
  var list = false

  @Flag(help: "Exit 1 if any file changes.")
  var fail = false

  func run() throws {
    var isChanged = false
    for source in try PolicySources(paths: paths).sources {
      let text = try RegoFormatter().format(source)
      let difference = LineDifference(from: source.text, to: text)
      // A line end that is missing at the end of the file is a change, too.
      let changes = text != source.text
      isChanged = isChanged || changes
      if changes, list { Terminal.print(source.path) }
      if changes, diff { Terminal.print(difference.text(path: source.path)) }
      if changes, write { try text.write(toFile: source.path, atomically: true, encoding: .utf8) }
      if !write, !diff, !list { Terminal.print(text) }
    }
    if fail, isChanged { throw ExitCode(1) }
  }
}
