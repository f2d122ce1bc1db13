import Basics
import Detection
import FoundationEssentials
import Testing

/// Accuracy on labelled texts of others, which are not part of the repository: a directory of JSON lines
/// (`text`, `label`, `source`) named by `DETECTION_CORPORA`. Skipped without one.
@Suite("Labelled texts", .enabled(if: Corpora.directory != nil, "set DETECTION_CORPORA to a directory"))
struct LabelledTextTests {
  /// Shares of positives and of negatives in which `category` is found, for rows whose source begins so.
  private func shares(_ file: String, _ source: String, _ category: DetectionCategory) throws -> (
    Double, Double
  ) {
    let path = "\(Corpora.directory ?? "")/\(file).jsonl"
    let engine = try Rules.engine()
    let scratch = ScanScratch()
    var (found, all) = ([0, 0], [0, 0])
    for line in try [UInt8](Data(contentsOf: URL(filePath: path))).split(separator: 0x0a) {
      let row = try JSONValue.parse(Array(line))
      guard row["source"]?.stringValue?.hasPrefix(source) == true, let text = row["text"]?.stringValue else {
        continue
      }
      let label = row["label"]?.intValue == 1 ? 1 : 0
      all[label] += 1
      if engine.scan(text: Array(text.utf8), scratch: scratch).contains(where: { $0.category == category }) {
        found[label] += 1
      }
    }
    return (Double(found[1]) / Double(max(all[1], 1)), Double(found[0]) / Double(max(all[0], 1)))
  }

  @Test(arguments: [("gitleaks", 0.92), ("betterleaks", 0.92), ("CredData", 0.55)])
  func secretsAreFound(source: String, recall: Double) throws {
    #expect(try shares("secrets", source, .credential).0 >= recall)
  }

  @Test func benignTextsHoldNoSecrets() throws {
    #expect(try shares("benign", "", .credential).1 <= 0.002)
  }

  @Test func benignTextsAreSeldomTakenForAttacks() throws {
    #expect(try shares("benign", "", .injection).1 <= 0.02)
  }

  @Test func theFalseAlarmsWrittenInTheRulesStillHold() throws {
    let path = "\(Corpora.directory ?? "")/benign.jsonl"
    let engine = try Rules.engine()
    let scratch = ScanScratch()
    var (alarms, texts): ([String: Int], Int) = ([:], 0)
    for line in try [UInt8](Data(contentsOf: URL(filePath: path))).split(separator: 0x0a) {
      guard let text = try JSONValue.parse(Array(line))["text"]?.stringValue.map({ Array($0.utf8) }) else { continue }
      let document = text.first == 0x7b || text.first == 0x5b ? try? JSONDocument(parsing: text) : nil
      let found = document.map { engine.scan($0, scratch: scratch) } ?? engine.scan(text: text, scratch: scratch)
      texts += 1
      for rule in Set(found.map(\.rule)) { alarms[rule, default: 0] += 1 }
    }
    for rule in try Rules.all() {
      let share = Double(alarms[rule.id] ?? 0) / Double(max(texts, 1))
      #expect(share <= rule.category.alarmShareMax || rule.lane != .enforce, "\(rule.id)")
      if rule.benign?.texts == texts { #expect(rule.benign?.alarms == alarms[rule.id] ?? 0, "\(rule.id)") }
    }
  }

  @Test func technicalTextsAreNotTakenForPersonalData() throws {
    #expect(try shares("pii", "technical", .pii).1 <= 0.02)
    #expect(try shares("pii", "faker", .pii).0 >= 0.95)
  }
}

enum Corpora {
  static let directory = ProcessInfo.processInfo.environment["DETECTION_CORPORA"]
}
