import ArgumentParser
import Basics
import Detection
import FoundationEssentials

struct RuleImporting: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take over the rules of gitleaks or Agent Threat Rules.",
    discussion: """
      EXAMPLES
        agw rules import --from gitleaks gitleaks.toml --output config/detection/gitleaks.yaml
        agw rules import --from atr rules/*.yaml --output config/detection/atr.yaml
        agw rules import --from pyatr .venv/lib/python3.11/site-packages/pyatr/_bundled_rules.json --output atr.yaml

      The rules begin in the lane `observe`: they are counted on live traffic and change nothing. Prints what could not
      be taken over, and why. Exits 1 if nothing could.
      """)

  @Option(help: "gitleaks, atr or pyatr.") var from: RuleImport.Source
  @Argument(help: "Files of the other tool.") var paths: [String]
  @Option(name: .shortAndLong, help: "File to write; without it the rules are printed.") var output: String?
  @Option(help: "Lane that the rules begin in: observe, flag or draft.") var lane = DetectionLane.observe

  func validate() throws {
    if lane == .enforce { throw ValidationError("--lane enforce needs a measure of false alarms; see `agw rules test`.") }
  }

  func run() throws {
    var taken = RuleImport(lane: lane)
    for path in paths {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
        throw CommandFailure("\(path): cannot be read as UTF-8 text")
      }
      try taken.add(text, from: from, name: path)
    }
    for note in taken.notes {
      Terminal.note("\(note.rule): \(note.isTaken ? "taken over, but" : "not taken over:") \(note.words)")
    }
    let left = taken.notes.count { !$0.isTaken }
    Terminal.note("\(taken.rules.count) rules taken over, \(left) not")
    guard !taken.rules.isEmpty else { throw ExitCode(1) }
    let text = RuleWriter.text(of: taken.rules)
    guard let output else { return Terminal.print(text) }
    try FileBytes.replace(output, with: Array(text.utf8), mode: 0o644)
  }
}
