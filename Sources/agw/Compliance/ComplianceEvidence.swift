import ArgumentParser
import Basics
import Compliance

struct ComplianceEvidence: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence", abstract: "Show what the period holds for one control.",
    discussion: """
      EXAMPLES
        agw compliance evidence --framework soc2 --control CC6.1 | jq .
        agw compliance evidence --framework gdpr --control "Art. 17" --since 30d

      Prints one JSON document: status, each claim with its query as a jq filter and its numbers, each setting.
      """)

  @Option(help: "Number of the control, as the framework writes it.")
  var control: String

  @OptionGroup var gathering: EvidenceGathering

  func run() throws {
    let framework = try gathering.frameworks.readOne()
    guard framework.control(control) != nil else {
      let known = framework.controls.map(\.id).joined(separator: ", ")
      throw CommandFailure("\(framework.id) has no control \"\(control)\" here; it has \(known)")
    }
    for assessment in try gathering.assess([framework]) {
      if let evidence = assessment.evidence(of: control) { Terminal.print(evidence) }
    }
  }
}
