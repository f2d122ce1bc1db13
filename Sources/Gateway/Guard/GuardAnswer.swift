import Basics

/// Reads the answers of guard models: scores as JSON, or the words that guard families use.
///
/// `{"injection": 0.9, "jailbreak": 0.1}` · `safe` / `unsafe\nS2` (Llama Guard) · `Safety: Unsafe\nCategories: …`
/// (Qwen3Guard) · `{"safe": false}` · a bare number (Prompt Guard).
enum GuardAnswer {
  static func verdict(_ body: [UInt8], _ thresholds: GuardModel.Thresholds) -> GuardModel.Verdict {
    guard let answer = try? JSONValue.parse(body),
      let text = answer["choices"]?.arrayValue?.first?["message"]?["content"]?.stringValue
    else { return .unavailable(reason: "malformed_answer") }
    return verdict(text: trimmed(text), thresholds)
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
