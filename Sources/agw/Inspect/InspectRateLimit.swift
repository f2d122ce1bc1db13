import ArgumentParser
import Basics

struct InspectRateLimit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate-limit", abstract: "List callers that have used some of their rate.",
    discussion: """
      EXAMPLE
        agw inspect rate-limit
      """)

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    output.list(
      try control.get("rate-limit")["callers"]?.arrayValue ?? [],
      [
        Column("CALLER", "caller"), Column("TOOL", "tool"), Column("PER MINUTE", "requests_per_minute"),
        Column("REMAINING", "remaining"), Column("FULL IN (S)", "full_in_seconds"),
      ],
      empty: "Every caller has its whole rate.")
  }
}
