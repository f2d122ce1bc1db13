import ArgumentParser
import Basics
import Gateway
import Settings

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check configuration without starting.",
    discussion: """
      EXAMPLES
        agw validate config/precinct.yaml
        agw validate config/precinct.yaml config/production.yaml

      The files are read as `agw serve` reads them, later over earlier; then everything they name: policies,
      registry, keys. Exits 1 if the gateway would refuse to start.
      """)

  @Argument(help: "Configuration files, the strongest last.")
  var paths: [String] = []

  @OptionGroup var output: VerdictOutput

  func run() throws {
    let paths = ConfigurationFiles.paths(paths)
    let problems = Preflight.problems(of: paths, ConfigurationFiles.loader)
    let names = paths.isEmpty ? "the defaults" : paths.joined(separator: ", ")
    let text = problems.isEmpty ? "ok: \(names)" : problems.joined(separator: "\n")
    output.show(
      text,
      [
        "files": .array(paths.map { .string($0) }), "valid": .bool(problems.isEmpty),
        "problems": .array(problems.map { .string($0) }),
      ])
    if !problems.isEmpty { throw ExitCode(1) }
  }
}
