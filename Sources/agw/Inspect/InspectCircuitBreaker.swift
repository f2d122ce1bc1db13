import ArgumentParser
import Basics

struct InspectCircuitBreaker: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "circuit-breaker", abstract: "List the circuit breaker of each upstream.",
    discussion: """
      EXAMPLE
        agw inspect circuit-breaker
      """)

  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    output.list(
      try control.get("circuit-breakers")["circuit_breakers"]?.arrayValue ?? [],
      [
        Column("UPSTREAM", "upstream"), Column("STATE", "state"),
      ],
      empty: "There is no upstream.")
  }
}
