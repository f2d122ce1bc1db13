import Detection
import Testing

@Suite("Shipped rules") struct ShippedRuleTests {
  @Test func everyRuleFiresInItsPositivesAndNotInItsNegatives() throws {
    let engine = try Rules.engine()
    let scratch = ScanScratch()
    for rule in try Rules.all() {
      // A fallback may give way to another rule: judge it alone.
      let judge = try rule.isFallback ? DetectionEngine(rules: [rule], profile: .requests) : engine
      for text in rule.positives {
        let found = judge.scan(text: Array(text.utf8), scratch: scratch).map(\.rule)
        #expect(found.contains(rule.id), "\(rule.id) misses: \(text)")
      }
      for text in rule.negatives {
        let found = judge.scan(text: Array(text.utf8), scratch: scratch).map(\.rule)
        #expect(!found.contains(rule.id), "\(rule.id) takes: \(text)")
      }
    }
  }

  @Test func everyRuleHasExamplesAndTheSetIsLargeEnoughToMatter() throws {
    let rules = try Rules.all()
    #expect(rules.count >= 120)
    for rule in rules {
      #expect(!rule.positives.isEmpty, "\(rule.id)")
      #expect(!rule.description.isEmpty, "\(rule.id)")
    }
    for category in [DetectionCategory.credential, .pii, .injection] {
      #expect(rules.contains { $0.category == category })
    }
  }
}
