import Detection
import Testing

@Suite("Rule files") struct RuleFileTests {
  private func problem(_ yaml: String) -> DetectionError? {
    do throws(DetectionError) {
      _ = try DetectionEngine(rules: RuleFile.rules(in: yaml, name: "mine.yaml"), profile: .requests)
      return nil
    } catch {
      return error
    }
  }

  private func rule(_ extra: String) -> String {
    """
    rules:
      - id: a-rule
        type: A_RULE
        class: credential
        severity: high
        description: "A rule."
        \(extra)
    """
  }

  @Test func aRuleIsRead() throws {
    let rules = try RuleFile.rules(
      in: rule(
        "patterns: ['x\\d{3}']\n    context: [key]\n    entropy_min: 2.5\n    validators: [luhn]\n    examples: {positive: ['x1⁀23']}"
      ),
      name: "mine.yaml")
    let read = try #require(rules.first)
    #expect(read.id == "a-rule")
    #expect(read.patterns == ["x\\d{3}"])
    #expect(read.entropyMin == 2.5)
    #expect(read.validators == [.luhn])
    #expect(read.positives == ["x123"])
  }

  @Test func everyComplaintNamesFileAndLine() {
    let cases = [
      (rule("patern: ['x']"), 7, "unknown key"), (rule("severty: high"), 7, "unknown key"),
      (rule("patterns: x"), 7, "list"), (rule("validators: [lun]"), 7, "luhn"),
      (rule("entropy_min: 9"), 7, "0 to 8"),
      (rule("patterns: ['x']\n    fallback: maybe"), 8, "true or false"),
      (
        "rules:\n  - id: B\n    type: B\n    class: pii\n    severity: low\n    description: d\n", 2,
        "lower case"
      ),
      ("rules:\n  - id: b\n", 2, "type"), ("rules:\n  - [1]\n", 2, "mapping"),
    ]
    for (yaml, line, words) in cases {
      let found = problem(yaml)
      #expect(found?.code == .ruleFileInvalid, "\(yaml)")
      #expect(found?.file == "mine.yaml")
      #expect(found?.line == line, "\(yaml) \(String(describing: found))")
      #expect(found?.description.contains(words) == true, "\(String(describing: found))")
    }
    #expect(problem("rules: [")?.code == .ruleFileInvalid)
    #expect(problem("- 1")?.code == .ruleFileInvalid)
  }

  @Test func aPatternThatCannotWorkIsRefusedWithItsRule() {
    let cases = [
      ("patterns: ['(']", ""), ("patterns: ['x?']", "empty string"), ("patterns: ['x.*y']", "bound"),
      ("patterns: ['(?=x)y']", ""), ("keys: ['y*']", "empty string"),
      ("patterns: ['x']\n    anchors: ['']", ""),
      ("patterns: ['x{1,9000}']", ""),
    ]
    for (extra, words) in cases {
      let found = problem(rule(extra))
      #expect(found?.code == .patternInvalid, "\(extra): \(String(describing: found))")
      #expect(found?.rule == "a-rule")
      #expect(found?.message.contains(words) == true, "\(String(describing: found))")
    }
  }

  @Test func twoRulesOfOneNameAreRefused() {
    let one = rule("patterns: ['x']")
    #expect(
      problem(one + "\n" + one.split(separator: "\n").dropFirst().joined(separator: "\n"))?.code
        == .ruleSetInvalid)
  }

  @Test func noRulesAreAnEngineThatFindsNothing() throws {
    let engine = try DetectionEngine(rules: RuleFile.rules(in: "# nothing\n", name: "x"), profile: .requests)
    #expect(engine.ruleCount == 0)
    #expect(engine.scan(text: Array("anything at all".utf8), scratch: ScanScratch()).isEmpty)
  }
}
