import Basics
import Detection

/// Scans labelled texts and counts.
struct Measurement {
  /// A file of labelled texts and the class of finding that its positives call for.
  struct Corpus {
    var file: String
    var category: DetectionCategory
  }

  static let corpora = [
    Corpus(file: "secrets", category: .credential), Corpus(file: "pii", category: .pii),
    Corpus(file: "injection", category: .injection),
  ]
  static let benign = "benign"

  let engine: DetectionEngine
  /// Nil for rules alone.
  let classifier: AttackClassifier?
  /// Rules that give way to others: they know no vendor.
  let fallbacks: Set<String>
  let isTest: Bool?
  /// Whether to print what is missed and wrongly taken.
  let showsMisses: Bool
  private let scratch = ScanScratch()

  init(
    engine: DetectionEngine, classifier: AttackClassifier?, fallbacks: Set<String>, isTest: Bool?, showsMisses: Bool
  ) {
    self.engine = engine
    self.classifier = classifier
    self.fallbacks = fallbacks
    self.isTest = isTest
    self.showsMisses = showsMisses
  }

  private(set) var sources: [(corpus: String, source: String, tally: Tally)] = []
  /// Of credentials: texts without one in which a rule fires that knows its vendor.
  private(set) var vendorAlarms: [String: Int] = [:]
  /// Of attacks and benign texts: what each detector says.
  private(set) var attacks: [(source: String, tallies: AttackTallies)] = []
  private(set) var types: [String: Tally] = [:]
  /// Per class, benign texts in which something is found.
  private(set) var alarms: [(category: DetectionCategory, source: String, tally: Tally)] = []
  /// Benign texts in which a rule fires.
  private(set) var ruleAlarms: [String: Int] = [:]
  private(set) var benignTexts = 0

  mutating func run(_ corpus: Corpus, _ rows: [Row]) {
    var tallies: [String: Tally] = [:]
    var order: [String] = []
    for row in rows where isWanted(row) {
      if tallies[row.source] == nil { order.append(row.source) }
      let findings = findings(row).filter { $0.category == corpus.category }
      let isFound = row.isPositive && !row.spans.isEmpty
        ? findings.contains { finding in row.spans.contains { $0.range.overlaps(finding.range) } } : !findings.isEmpty
      tallies[row.source, default: Tally()].add(isPositive: row.isPositive, isFound: isFound)
      if !row.isPositive, findings.contains(where: { !fallbacks.contains($0.rule) }) {
        vendorAlarms[row.source, default: 0] += 1
      }
      if corpus.category == .injection { weigh(row, isByRule: isFound) }
      if showsMisses, isFound != row.isPositive { show(row, corpus.file, findings) }
      if corpus.category == .pii { count(row, findings) }
    }
    for source in order { sources.append((corpus.file, source, tallies[source] ?? Tally())) }
  }

  mutating func runBenign(_ rows: [Row]) {
    var tallies: [DetectionCategory: [String: Tally]] = [:]
    for row in rows where isWanted(row) {
      benignTexts += 1
      let findings = findings(row)
      for category in [DetectionCategory.credential, .pii, .injection] {
        let isFound = findings.contains { $0.category == category }
        tallies[category, default: [:]][row.source, default: Tally()].add(isPositive: false, isFound: isFound)
        if category == .injection { weigh(row, isByRule: isFound) }
      }
      for rule in Set(findings.map(\.rule)) { ruleAlarms[rule, default: 0] += 1 }
      let shown = findings.filter { $0.category != .pii }
      if showsMisses, !shown.isEmpty { show(row, Self.benign, shown) }
    }
    for category in [DetectionCategory.credential, .pii, .injection] {
      for (source, tally) in (tallies[category] ?? [:]).sorted(by: { $0.key < $1.key }) {
        alarms.append((category, source, tally))
      }
    }
  }

  private func isWanted(_ row: Row) -> Bool { row.isCore && (isTest.map { $0 == row.isForTest } ?? true) }

  private func findings(_ row: Row) -> [Finding] {
    if let document = row.document { return engine.scan(document, scratch: scratch) }
    return engine.scan(text: row.text, scratch: scratch)
  }

  private mutating func weigh(_ row: Row, isByRule: Bool) {
    guard let classifier else { return }
    let score = row.document.map { classifier.score($0) } ?? classifier.score(row.text)
    var tallies = AttackTallies()
    tallies.rules.add(isPositive: row.isPositive, isFound: isByRule)
    tallies.certain.add(isPositive: row.isPositive, isFound: score >= classifier.certain)
    tallies.suspicious.add(isPositive: row.isPositive, isFound: score >= classifier.suspicious)
    tallies.both.add(isPositive: row.isPositive, isFound: isByRule || score >= classifier.certain)
    tallies.any.add(isPositive: row.isPositive, isFound: isByRule || score >= classifier.suspicious)
    if let place = attacks.firstIndex(where: { $0.source == row.source }) {
      attacks[place].tallies += tallies
    } else {
      attacks.append((row.source, tallies))
    }
  }

  /// Per type: a labelled stretch is found by a finding of its type that covers half of it; a finding that no
  /// labelled stretch of its type calls for is a false alarm.
  private mutating func count(_ row: Row, _ findings: [Finding]) {
    for span in row.spans where row.isPositive {
      let isFound = findings.contains { finding in
        finding.type == Self.type(span.type)
          && finding.range.clamped(to: span.range).count * 2 >= max(finding.range.count, span.range.count)
      }
      types[Self.type(span.type), default: Tally()].add(isPositive: true, isFound: isFound)
    }
    for finding in findings {
      let isCalledFor = row.spans.contains { $0.range.overlaps(finding.range) && Self.type($0.type) == finding.type }
      if !isCalledFor { types[finding.type, default: Tally()].add(isPositive: false, isFound: true) }
    }
  }

  /// Labels that name the same thing.
  private static func type(_ label: String) -> String {
    switch label {
    case "PHONE", "TR_PHONE_NUMBER", "PH_MOBILE_NUMBER": "PHONE_NUMBER"
    case "ES_NIE": "ES_NIF"
    case "KR_FRN": "KR_RRN"
    default: label
    }
  }

  private func show(_ row: Row, _ corpus: String, _ findings: [Finding]) {
    let record: JSONObject = [
      "corpus": .string(corpus), "source": .string(row.source), "label": .integer(row.isPositive ? 1 : 0),
      "rules": .array(findings.map { .string($0.rule) }), "id": .string(row.id),
      "spans": .array(row.spans.map { .string(String(decoding: row.text[$0.range], as: UTF8.self) + " : " + $0.type) }),
      "text": .string(String(decoding: row.text, as: UTF8.self)),
    ]
    print(JSONValue.object(record).text)
  }
}
