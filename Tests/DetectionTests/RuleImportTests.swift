import Basics
@testable import Detection
import Testing

@Suite("Rules of other tools") struct RuleImportTests {
  @Test func gitleaksRulesAreTakenOver() throws {
    let toml = #"""
      title = "a configuration" # with a comment
      [allowlist]
      paths = ['''x''']

      [[rules]]
      id = "acme_key"
      description = "Key of Acme"
      regex = '''(?i)(acme)[a-z_]*\s*=\s*([a-z0-9]{20})\b'''
      secretGroup = 2
      entropy = 3.1
      keywords = [
        "acme", # one
      ]
        [[rules.allowlists]]
        stopwords = ["x"]

      [[rules]]
      id = "only-paths"
      path = '''\.pem$'''

      [[rules]]
      id = "looks-around"
      regex = "(?=a)b{2}"
      """#
    var taken = RuleImport(lane: .observe)
    try taken.add(toml, from: .gitleaks, name: "gitleaks.toml")
    let rule = try #require(taken.rules.first)
    #expect(taken.rules.count == 1)
    #expect(rule.id == "acme-key")
    #expect(rule.type == "ACME_KEY")
    #expect(rule.lane == .observe)
    #expect(rule.entropyMin == 3.1)
    #expect(rule.patterns == [#"(?i)(acme)[a-z_]{0,64}\s{0,64}=\s{0,64}(?P<value>[a-z0-9]{20})\b"#])
    #expect(taken.notes.filter { !$0.isTaken }.map(\.rule) == ["only-paths", "looks-around"])
    #expect(taken.notes.first { $0.isTaken }?.words.contains("allow-lists") == true)
  }

  @Test func agentThreatRulesAreTakenOverWithTheirTests() throws {
    let yaml = """
      id: ATR-2026-00001
      title: "Override"
      severity: high
      status: stable
      tags: {category: prompt-injection}
      references: {owasp_llm: ["LLM01:2025"]}
      detection:
        condition: any
        conditions:
          - {field: user_input, operator: regex, value: 'ignore\\s+all\\s+rules'}
          - {field: content, operator: contains, value: "a.b"}
          - {field: content, operator: gt, value: "3"}
          - {field: content, operator: regex, value: '(?<!x)never'}
      test_cases:
        true_positives: [{input: "IGNORE all rules"}, {input: "something else"}]
        true_negatives: [{input: "a rule"}]
      """
    var taken = RuleImport(lane: .flag)
    try taken.add(yaml, from: .atr, name: "a.yaml")
    let rule = try #require(taken.rules.first)
    #expect(rule.id == "atr-2026-00001")
    #expect(rule.type == "PROMPT_INJECTION")
    #expect(rule.patterns == [#"(?i)ignore\s{1,64}all\s{1,64}rules"#, #"(?i)a\.b"#])
    #expect(rule.references == ["LLM01:2025"])
    #expect(rule.positives == ["IGNORE all rules"])
    #expect(rule.negatives == ["a rule"])
    let words = try #require(taken.notes.first?.words)
    #expect(words.contains("expressions left out") && words.contains("1 of 3 examples"))
  }

  @Test func bundlesAreTakenOverAndWhatCannotBeIsNamed() throws {
    let bundle = #"""
      [{"id":"ATR-1","title":"t","severity":"low","status":"draft","detection":{"conditions":[{"operator":"regex","value":"x"}]}},
       {"id":"ATR-2","title":"t","detection":{"condition":"all","conditions":
         [{"operator":"regex","value":"x"},{"operator":"regex","value":"y"}]}},
       {"id":"ATR-3","title":"t","detection":{"method":"semantic"}},
       {"id":"ATR-4","title":"t","detection":{"conditions":{"a":{"patterns":["zeta+"]}}}}, {"title":"none"}]
      """#
    var taken = RuleImport(lane: .observe)
    try taken.add(bundle, from: .pyatr, name: "b.json")
    #expect(taken.rules.map(\.id) == ["atr-4"])
    #expect(taken.notes.count { !$0.isTaken } == 4)
    for (text, source) in [("[[rules", RuleImport.Source.gitleaks), ("x = 1", .gitleaks), ("{}", .pyatr), ("<html>", .pyatr)] {
      #expect(throws: DetectionError.self) { try taken.add(text, from: source, name: "bad") }
    }
  }

  @Test func whatIsWrittenIsReadBackTheSame() throws {
    var rules = try Rules.all()
    let text = RuleWriter.text(of: rules)
    let again = try RuleFile.rules(in: text, name: "again.yaml")
    #expect(again.count == rules.count)
    // Numbers are written as they are read.
    for (old, new) in zip(rules, again) where old != new { Issue.record("\(old.id) differs") }
    rules.removeAll()
  }

  @Test func expressionsAreBounded() {
    let cases = [
      ("a+b*?", "a{1,64}b{0,64}?"), (#"[+*]\+\*"#, #"[+*]\+\*"#), ("x{3,}y{2}", "x{3,67}y{2}"), (#"a\z"#, "a$"),
      (#"\u00e9+"#, "(?:é){1,64}"), (#"[]a]+"#, #"[\]a]{1,64}"#), ("", ""), (#"\"#, #"\"#),
    ]
    for (given, bounded) in cases { #expect(BoundedExpression.bounded(given) == bounded, "\(given)") }
    #expect(BoundedExpression.naming(group: 2, in: #"(a)\((?:b)([(]c)"#) == #"(a)\((?:b)(?P<value>[(]c)"#)
    #expect(BoundedExpression.naming(group: 3, in: "(a)(b)") == nil)
  }

  @Test func anyTextIsReadAsTOMLWithoutHarm() {
    var chance = Chance(3)
    let alphabet = Array("[]{}=\"'.,#\n\\ab1 \u{e9}".unicodeScalars)
    for _ in 0..<2_000 {
      let text = String(String.UnicodeScalarView((0..<chance.below(40)).map { _ in alphabet[chance.below(alphabet.count)] }))
      _ = try? TOMLReader.read(text)
      _ = BoundedExpression.bounded(text)
      _ = InlineAllowance(line: Array(text.utf8)[...])
    }
  }
}
