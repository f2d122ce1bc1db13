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
  let isTest: Bool?
  /// Whether to print what is missed and wrongly taken.
  let showsMisses: Bool
  private let scratch = ScanScratch()

  init(engine: DetectionEngine, isTest: Bool?, showsMisses: Bool) {
    self.engine = engine
    self.isTest = isTest
    self.showsMisses = showsMisses
  }

  private(set) var sources: [(corpus: String, source: String, tally: Tally)] = []
  private(set) var types: [String: Tally] = [:]
  /// Per class, benign texts in which something is found.
  private(set) var alarms: [(category: DetectionCategory, source: String, tally: Tally)] = []

  mutating func run(_ corpus: Corpus, _ rows: [Row]) {
    var tallies: [String: Tally] = [:]
    var order: [String] = []
    for row in rows where isWanted(row) {
      if tallies[row.source] == nil { order.append(row.source) }
      let findings = findings(row).filter { $0.category == corpus.category }
      let isFound = row.isPositive && !row.spans.isEmpty
        ? findings.contains { finding in row.spans.contains { $0.range.overlaps(finding.range) } } : !findings.isEmpty
      tallies[row.source, default: Tally()].add(isPositive: row.isPositive, isFound: isFound)
      if showsMisses, isFound != row.isPositive { show(row, corpus.file, findings) }
      if corpus.category == .pii { count(row, findings) }
    }
    for source in order { sources.append((corpus.file, source, tallies[source] ?? Tally())) }
  }

  mutating func runBenign(_ rows: [Row]) {
    for category in [DetectionCategory.credential, .pii, .injection] {
      var tallies: [String: Tally] = [:]
      for row in rows where isWanted(row) {
        let findings = findings(row).filter { $0.category == category }
        tallies[row.source, default: Tally()].add(isPositive: false, isFound: !findings.isEmpty)
        if showsMisses, !findings.isEmpty, category != .pii { show(row, Self.benign, findings) }
      }
      for (source, tally) in tallies.sorted(by: { $0.key < $1.key }) { alarms.append((category, source, tally)) }
    }
  }

  private func isWanted(_ row: Row) -> Bool { row.isCore && (isTest.map { $0 == row.isForTest } ?? true) }

  private func findings(_ row: Row) -> [Finding] {
    if let first = row.text.first, first == 0x7b || first == 0x5b, let document = try? JSONDocument(parsing: row.text) {
      return engine.scan(document, scratch: scratch)
    }
    return engine.scan(text: row.text, scratch: scratch)
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
