import ArgumentParser
import Basics
import Detection

struct RuleList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the rules, with their lanes and measured false alarms.",
    discussion: """
      EXAMPLES
        agw rules list
        agw rules list --class injection --lane observe
        agw rules list --format json | jq -r 'select(.class == "pii") | .type' | sort -u
      """)

  @Option(name: .customLong("class"), help: "credential, pii or injection.") var category: DetectionCategory?
  @Option(help: "enforce, flag, observe or draft.") var lane: DetectionLane?
  @OptionGroup var rules: RuleFiles
  @OptionGroup var output: Output

  func run() throws {
    let wanted = try rules.read().filter { rule in
      (category.map { $0 == rule.category } ?? true) && (lane.map { $0 == rule.lane } ?? true)
    }
    output.list(
      wanted.map { .object($0.summary) },
      [
        Column("RULE", "rule"), Column("CLASS", "class"), Column("SEVERITY", "severity"), Column("LANE", "lane"),
        Column("FALSE ALARMS", "benign"), Column("DESCRIPTION", "description"),
      ], empty: "No rule is like that.")
  }
}

extension DetectionRule {
  var summary: JSONObject {
    [
      "rule": .string(id), "class": .string(category.rawValue), "type": .string(type),
      "severity": .string(severity.rawValue), "lane": .string(lane.rawValue),
      "benign": benign.map { .string("\($0.alarms)/\($0.texts)") } ?? .null, "description": .string(description),
    ]
  }
}
