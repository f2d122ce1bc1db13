import ArgumentParser
import Basics
import Console

struct SecretList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List secrets, without their values.",
    discussion: """
      EXAMPLE
        agw secrets list
      """)

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    let answer = try control.get("secrets") { try $0.secrets() }
    output.list(
      answer["secrets"]?.arrayValue ?? [],
      [
        Column("NAME", "name"), Column("STATUS", "status"), Column("VERSION", "version"), Column("TOOLS", "tools"),
        Column("OWNERS", "owners"), Column("EXPIRES", "expires_at"), Column("ROTATED", "rotated_at"),
      ],
      empty: "There is no secret. Add one: agw secrets put --help")
  }
}
