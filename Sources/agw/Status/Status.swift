import ArgumentParser
import Basics

struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how every component of the running gateway is.",
    discussion: """
      EXAMPLES
        agw status
        agw status --format json | jq .status

      Exits 1 if the gateway is not ready to answer calls.
      """)

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  private static let columns = [
    Column("COMPONENT", "component"), Column("STATUS", "status"), Column("DETAIL", "detail"),
  ]

  func run() throws {
    let status = try control.get("status")
    if output.isJSON {
      Terminal.print(status)
    } else {
      let words = ["status", "address", "profile"].map { status[$0].map(Column.text) ?? "-" }
      Terminal.print("\(words[0]), listening on \(words[1]), profile \(words[2])")
      output.list(status["components"]?.arrayValue ?? [], Self.columns, empty: "")
    }
    guard status["status"] == "ready" else { throw ExitCode(1) }
  }
}
