import Basics

/// Reads the answers of guard models: scores as JSON, or the words that guard families use.
///
/// `{"injection": 0.9, "jailbreak": 0.1}` · `safe` / `unsafe\nS2` (Llama Guard) · `Safety: Unsafe\nCategories: …`
/// (Qwen3Guard) · `{"safe": false}` · `{"label": "INJECTION", "score": 0.98}` · a bare number (Prompt Guard) ·
/// `{"results": [{"flagged": true, …}]}` (moderation endpoints).
enum GuardAnswer {
  static func verdict(_ body: [UInt8], _ thresholds: GuardModel.Thresholds) -> GuardModel.Verdict {
    guard let answer = try? JSONValue.parse(body) else { return .unavailable(reason: "malformed_answer") }
    if let results = answer["results"]?.arrayValue { return moderation(results) }
    guard let text = answer["choices"]?.arrayValue?.first?["message"]?["content"]?.stringValue
    else { return .unavailable(reason: "malformed_answer") }
    return verdict(text: trimmed(text), thresholds)
  }

  /// What a moderation endpoint says: any result that is flagged. SOURCE: OpenAI API reference, "Moderations".
  private static func moderation(_ results: [JSONValue]) -> GuardModel.Verdict {
    let flags = results.map { $0["flagged"]?.boolValue }
    guard !flags.isEmpty, !flags.contains(nil) else { return .unavailable(reason: "unclear_answer") }
    guard let flagged = results.first(where: { $0["flagged"]?.boolValue == true }) else { return .safe }
    let categories = flagged["categories"]?.objectValue ?? JSONObject()
    return .unsafe(category: categories.first { $0.value == .bool(true) }?.key ?? "flagged")
  }

  /// `{"label": "INJECTION", "score": 0.98}`, as text classifiers answer.
  private static func labelled(_ label: String, _ score: Double?, _ thresholds: GuardModel.Thresholds)
    -> GuardModel.Verdict
  {
    switch label.lowercased() {
    case "safe", "benign", "legit", "label_0": return .safe
    case "unsafe", "malicious", "injection", "label_1":
      return (score ?? 1) >= thresholds.injection ? .unsafe(category: label.lowercased()) : .safe
    case "jailbreak": return (score ?? 1) >= thresholds.jailbreak ? .unsafe(category: "jailbreak") : .safe
    default: return .unavailable(reason: "unclear_answer")
    }
  }

  private static func verdict(text: String, _ thresholds: GuardModel.Thresholds) -> GuardModel.Verdict {
    if let value = try? JSONValue.parse(text) { return verdict(value, thresholds) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map { trimmed(String($0)).lowercased() }
    guard let first = lines.first else { return .unavailable(reason: "empty_answer") }
    switch first {
    case "safe", "safety: safe", "benign": return .safe
    case "unsafe", "safety: unsafe", "malicious", "injection", "jailbreak":
      return .unsafe(category: lines.count > 1 ? String(lines[1].prefix(64)) : first)
    case "safety: controversial": return .unsafe(category: "controversial")
    default: return .unavailable(reason: "unclear_answer")
    }
  }

  private static func verdict(_ value: JSONValue, _ thresholds: GuardModel.Thresholds) -> GuardModel.Verdict {
    if let score = value.doubleValue { return score >= thresholds.injection ? .unsafe(category: "injection") : .safe }
    if let isSafe = value["safe"]?.boolValue { return isSafe ? .safe : .unsafe(category: "unsafe") }
    if let isFlagged = value["flagged"]?.boolValue { return isFlagged ? .unsafe(category: "flagged") : .safe }
    if let label = value["label"]?.stringValue { return labelled(label, value["score"]?.doubleValue, thresholds) }
    let injection = value["injection"]?.doubleValue
    let jailbreak = value["jailbreak"]?.doubleValue
    guard injection != nil || jailbreak != nil else { return .unavailable(reason: "unclear_answer") }
    if let injection, injection >= thresholds.injection { return .unsafe(category: "injection") }
    if let jailbreak, jailbreak >= thresholds.jailbreak { return .unsafe(category: "jailbreak") }
    return .safe
  }

  private static func trimmed(_ text: String) -> String {
    String(decoding: HTTPSyntax.trimmed(Array(text.utf8.filter { $0 != 0x0D })[...]).drop { $0 == 0x0A }, as: UTF8.self)
  }
}
