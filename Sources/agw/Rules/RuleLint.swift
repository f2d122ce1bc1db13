import ArgumentParser
import Basics
import Detection
import FoundationEssentials

struct RuleLint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Say what is wrong or missing in rule files.",
    discussion: """
      EXAMPLES
        agw rules lint config/detection/mine.yaml
        agw rules lint config/detection/*.yaml --strict

      Errors are what the gateway refuses to load; warnings are what makes a rule hard to trust. Exits 1 on errors,
      with --strict on warnings too.
      """)

  @Argument(help: "Rule files.") var paths: [String]
  @Flag(help: "Exit 1 on warnings, too.") var strict = false
  @OptionGroup var output: Output

  func run() throws {
    var records: [JSONValue] = []
    var errors = 0
    for path in paths {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
        throw CommandFailure("\(path): cannot be read as UTF-8 text")
      }
      do throws(DetectionError) {
        let rules = try RuleFile.rules(in: text, name: path)
        _ = try DetectionEngine(rules: rules, profile: .records)
        for rule in rules { records += Self.warnings(rule).map { Self.record(path, rule.id, "warning", $0) } }
      } catch {
        errors += 1
        records.append(Self.record(error.file ?? path, error.rule ?? "-", "error", "\(error)"))
      }
    }
    output.list(
      records,
      [Column("FILE", "file"), Column("RULE", "rule"), Column("KIND", "kind"), Column("WHAT", "message")],
      empty: "Nothing to complain about.")
    if errors > 0 || (strict && !records.isEmpty) { throw ExitCode(1) }
  }

  private static func record(_ file: String, _ rule: String, _ kind: String, _ message: String) -> JSONValue {
    ["file": .string(file), "rule": .string(rule), "kind": .string(kind), "message": .string(message)]
  }

  private static func warnings(_ rule: DetectionRule) -> [String] {
    var found: [String] = []
    if rule.positives.isEmpty { found.append("no example in which it must fire") }
    if rule.negatives.isEmpty { found.append("no example in which it must not fire") }
    if rule.references.isEmpty { found.append("no reference to CWE, OWASP or ATLAS") }
    if rule.benign == nil, rule.lane == .enforce { found.append("acts, and its false alarms were never measured") }
    if rule.description.isEmpty { found.append("no description") }
    return found
  }
}
