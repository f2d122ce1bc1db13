import ArgumentParser
import Basics
import Detection

struct RuleShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a rule as it is written in its file.",
    discussion: """
      EXAMPLES
        agw rules show github-token
        agw rules show iban --format json
      """)

  @Argument(help: "Id of the rule.") var id: String
  @OptionGroup var rules: RuleFiles
  @OptionGroup var output: Output

  func run() throws {
    let all = try rules.read()
    guard let rule = all.first(where: { $0.id == id }) else {
      let near = all.map(\.id).filter { $0.contains(id) || id.contains($0) }.prefix(5).joined(separator: ", ")
      throw CommandFailure("no rule is called \"\(id)\"" + (near.isEmpty ? "" : "; there are \(near)"))
    }
    let text = RuleWriter.text(of: [rule])
    if output.isJSON {
      var record = rule.summary
      record["yaml"] = .string(text)
      Terminal.print(.object(record))
    } else {
      Terminal.print(text)
    }
  }
}
