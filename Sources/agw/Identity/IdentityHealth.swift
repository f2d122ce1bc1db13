import ArgumentParser
import Basics
import Gateway
import Settings

struct IdentityHealth: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health", abstract: "Check what callers prove themselves with: trust domains, keys, bundles.",
    discussion: """
      EXAMPLE
        agw identity health

      Exits 1 if something that the configuration names cannot be used.
      """)

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: Output

  func run() throws {
    let checks = IdentityChecks.all(try files.load().configuration)
    output.list(
      checks.map(\.document), [Column("PROOF", "component"), Column("STATUS", "status"), Column("DETAIL", "detail")],
      empty: "")
    if checks.contains(where: { $0.health == .failing }) { throw ExitCode(1) }
  }
}
