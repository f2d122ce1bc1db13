import ArgumentParser
import Basics
import Console

struct IdentityList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the identities that are registered, revoked, or have called.",
    discussion: """
      EXAMPLE
        agw identity list
      """)

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    let answer = try control.get("identities") { try $0.identities() }
    output.list(
      answer["identities"]?.arrayValue ?? [],
      [
        Column("SPIFFE ID", "spiffe_id"), Column("STATUS", "status"), Column("CALLS", "calls"),
        Column("LAST SEEN", "last_seen"), Column("DESCRIPTION", "description"),
      ],
      empty: "No identity is registered and none has called. Register one: agw identity register ID")
  }
}
