import ArgumentParser
import Basics
import Detection
import FoundationEssentials

struct RuleTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Try every rule in its own examples, and measure false alarms.",
    discussion: """
      EXAMPLES
        agw rules test
        agw rules test --rules config/detection/mine.yaml
        agw rules test --benign harmless.jsonl --format json

      With --benign each line of the file is a harmless text: a string, or an object with a member `text`. What is
      printed of each rule that fires there goes into its `benign`; a rule may act only below the ceiling of its
      class. Exits 1 if an example fails or a rule that acts is above its ceiling.
      """)

  @Option(help: "File of harmless texts, one JSON document a line.") var benign: String?
  @OptionGroup var rules: RuleFiles
  @OptionGroup var output: Output

  /// Larger files of texts are not read, in bytes.
  private static let benignBytesMax = 1 << 30

  func run() throws {
    let all = try rules.read()
    let engine = try DetectionEngine(rules: all, profile: .records, isTried: true)
    let failures = engine.failingExamples()
    output.list(
      failures.map { failure in
        .object([
          "rule": .string(failure.rule), "problem": .string(failure.shouldMatch ? "misses" : "takes"),
          "text": .string(failure.text),
        ])
      }, [Column("RULE", "rule"), Column("PROBLEM", "problem"), Column("TEXT", "text")],
      empty: "\(all.count) rules, \(all.reduce(0) { $0 + $1.positives.count + $1.negatives.count }) examples: all hold.")
    let isLoud = try benign.map { try measure($0, all, engine) } ?? false
    if !failures.isEmpty || isLoud { throw ExitCode(1) }
  }

  /// - Returns: Whether a rule that acts is above the ceiling of its class.
  private func measure(_ path: String, _ rules: [DetectionRule], _ engine: DetectionEngine) throws -> Bool {
    let bytes = try FileBytes.read(path, bytesMax: Self.benignBytesMax)
    let scratch = ScanScratch()
    var alarms: [String: Int] = [:]
    var texts = 0
    for line in bytes.split(separator: 0x0a) {
      guard let value = try? JSONValue.parse(Array(line)), let text = value.stringValue ?? value["text"]?.stringValue
      else { continue }
      texts += 1
      for rule in Set(engine.scan(text: Array(text.utf8), scratch: scratch).map(\.rule)) { alarms[rule, default: 0] += 1 }
    }
    guard texts > 0 else { throw CommandFailure("\(path): no line holds a text") }
    var isLoud = false
    var records: [JSONValue] = []
    for rule in rules {
      guard let count = alarms[rule.id] else { continue }
      let measure = BenignMeasure(alarms: count, texts: texts)
      let isAbove = measure.share > rule.category.alarmShareMax
      if isAbove, rule.lane == .enforce { isLoud = true }
      records.append(
        .object([
          "rule": .string(rule.id), "benign": .string("\(count)/\(texts)"),
          "verdict": .string(isAbove ? "flag only" : "may act"),
        ]))
    }
    output.list(
      records, [Column("RULE", "rule"), Column("BENIGN", "benign"), Column("VERDICT", "verdict")],
      empty: "No rule fires in \(texts) harmless texts.")
    return isLoud
  }
}
