import Basics

extension DetectionEngine {
  /// The examples of the rules that fail, at most `most`. Each rule is judged alone: that another rule would take its
  /// place does not count.
  public func failingExamples(max most: Int = .max) -> [RuleExampleFailure] {
    let scratch = ScanScratch()
    var failures: [RuleExampleFailure] = []
    for (index, compiled) in rules.enumerated() {
      let rule = compiled.rule
      let examples = rule.positives.map { ($0, true) } + rule.negatives.map { ($0, false) }
      for (text, shouldMatch) in examples where fires(index, in: text, scratch: scratch) != shouldMatch {
        failures.append(RuleExampleFailure(rule: rule.id, text: text, shouldMatch: shouldMatch))
        if failures.count >= most { return failures }
      }
    }
    return failures
  }

  /// Whether the rule at `index` fires in `text`, which is scanned as a document if it is an object.
  func fires(_ index: Int, in text: String, scratch: ScanScratch) -> Bool {
    let bytes = Array(text.utf8)
    var document: JSONDocument?
    if bytes.first == 0x7b { document = try? JSONDocument(parsing: bytes) }
    var scan = Scan(
      engine: self, document: document, subtree: document.map { 0..<Int($0.nodes[0].next) } ?? 0..<0,
      text: document.map { ScanText($0, subtree: 0) } ?? ScanText(plain: bytes), scratch: scratch)
    scan.only = index
    return scan.run().contains { $0.rule == rules[index].rule.id }
  }
}
