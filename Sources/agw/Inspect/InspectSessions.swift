import ArgumentParser
import Basics

struct InspectSessions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions", abstract: "List sessions with their risk scores.",
    discussion: """
      EXAMPLE
        agw inspect sessions
      """)

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    output.list(
      try control.get("sessions")["sessions"]?.arrayValue ?? [],
      [
        Column("CALLER", "caller"), Column("SESSION", "session"),
        Column("RISK", "risk_score"), Column("BAND", "risk_band"),
        Column("CALLS", "calls"), Column("REFUSALS", "refusals"), Column("SENSITIVE", "has_read_sensitive_data"),
        Column("LAST SEEN", "last_seen_at"),
      ],
      empty: "No session has called yet.")
  }
}
