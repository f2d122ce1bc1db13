import Basics
import Detection

/// What of the detection rules concerns words that servers put before a model: attacks on it, and credentials that have
/// no place there. Personal data is not looked for: a tool may well speak of an address.
enum PoisonRules {
  /// Ids of the rules that find something in `value`, sorted, each once.
  ///
  /// - Complexity: O(bytes).
  static func findings(in value: JSONValue, _ engine: DetectionEngine, scratch: ScanScratch) -> [String] {
    guard let document = try? JSONDocument(parsing: value.serialized()) else { return ["unreadable"] }
    let findings = engine.scan(document, scratch: scratch).filter { $0.category != .pii }
    return Set(findings.map(\.rule)).sorted()
  }
}
