import ArgumentParser
import Basics
import Compliance

struct ComplianceReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Print the report of one framework, without writing evidence.",
    discussion: """
      EXAMPLES
        agw compliance report --framework gdpr --since 30d
        agw compliance report --framework soc2 --output html > soc2.html
        agw compliance report --framework eu-ai-act --output json | jq '.controls[] | select(.status != "effective")'
      """)

  enum Form: String, ExpressibleByArgument, CaseIterable { case markdown, html, json }

  @OptionGroup var gathering: EvidenceGathering

  @Option(help: "markdown, html or json.")
  var output = Form.markdown

  func run() throws {
    let assessments = try gathering.assess([try gathering.frameworks.readOne()])
    for assessment in assessments {
      switch output {
      case .markdown: Terminal.print(EvidenceReport.markdown(assessment))
      case .html: Terminal.print(EvidenceReport.html(assessment))
      case .json: Terminal.print(assessment.summary)
      }
    }
  }
}
