import Basics
import Detection
import Testing

@Suite("Shipped rules") struct ShippedRuleTests {
  private let scratch = ScanScratch()

  /// Examples that are JSON objects are scanned as documents, others as text.
  private func findings(in text: String, _ engine: DetectionEngine) -> [Finding] {
    if text.hasPrefix("{"), let document = try? JSONDocument(parsing: Array(text.utf8)) {
      return engine.scan(document, scratch: scratch)
    }
    return engine.scan(text: Array(text.utf8), scratch: scratch)
  }

  @Test func everyRuleFiresInItsPositivesAndNotInItsNegatives() throws {
    let engine = try Rules.engine()
    for rule in try Rules.all() {
      // A fallback may give way to another rule: judge it alone.
      let judge = try rule.isFallback ? DetectionEngine(rules: [rule], profile: .requests) : engine
      for text in rule.positives {
        let found = findings(in: text, judge).map(\.rule)
        #expect(found.contains(rule.id), "\(rule.id) misses: \(text)")
      }
      for text in rule.negatives {
        let found = findings(in: text, judge).map(\.rule)
        #expect(!found.contains(rule.id), "\(rule.id) takes: \(text)")
      }
    }
  }

  @Test func everyRuleWasMeasuredAndActsOnlyBelowTheCeilingOfItsClass() throws {
    for rule in try Rules.all() {
      let measure = try #require(rule.benign, "\(rule.id)")
      #expect(measure.texts >= 2_000, "\(rule.id)")
      #expect(rule.lane != .enforce || measure.share <= rule.category.alarmShareMax, "\(rule.id)")
    }
  }

  @Test func personalDataCoversSixtyKindsOfTwentyFiveCountries() throws {
    let types = Set(try Rules.all().filter { $0.category == .pii }.map(\.type))
    #expect(types.count >= 60)
    let countries = Set(types.compactMap { type in
      let head = type.prefix { $0 != "_" }
      return head.utf8.count == 2 && type.utf8.count > 3 && head != "IP" ? String(head) : nil
    })
    #expect(countries.count >= 25, "\(countries.sorted())")
  }

  @Test func everyRuleHasExamplesAndTheSetIsLargeEnoughToMatter() throws {
    let rules = try Rules.all()
    #expect(Set(rules.filter { $0.category == .credential }.map(\.type)).count >= 250)
    for rule in rules {
      #expect(!rule.positives.isEmpty, "\(rule.id)")
      #expect(!rule.description.isEmpty, "\(rule.id)")
    }
    for category in [DetectionCategory.credential, .pii, .injection] {
      #expect(rules.contains { $0.category == category })
    }
  }
}
