/// Writes rules as the YAML that ``RuleFile`` reads.
public enum RuleWriter {
  public static func text(of rules: [DetectionRule]) -> String {
    "rules:\n" + rules.map { text(of: $0) }.joined()
  }

  /// One rule, indented as a member of the list.
  public static func text(of rule: DetectionRule) -> String {
    var lines = [
      "  - id: \(rule.id)", "    type: \(rule.type)", "    class: \(rule.category.rawValue)",
      "    severity: \(rule.severity.rawValue)", "    description: \(quoted(rule.description))",
    ]
    list("patterns", rule.patterns, &lines)
    list("anchors", rule.anchors, &lines)
    for (key, count) in [
      ("digits_min", rule.digitsMin), ("digits_max", rule.digitsMax), ("characters_min", rule.charactersMin),
    ] where count > 0 { lines.append("    \(key): \(count)") }
    if rule.isInRun { lines.append("    in_run: true") }
    list("named", rule.named, &lines)
    if let value = rule.value { lines.append("    value: \(quoted(value))") }
    list("keys", rule.keys, &lines)
    flow("hidden", rule.hidden.map(\.rawValue), &lines)
    if rule.extent != .match { lines.append("    extent: \(rule.extent.rawValue)") }
    list("context", rule.context, &lines)
    if rule.isContextRequired { lines.append("    context_required: true") }
    list("unless", rule.unless, &lines)
    flow("validators", rule.validators.map(\.rawValue), &lines)
    list("published", rule.published, &lines)
    if let bits = rule.entropyMin { lines.append("    entropy_min: \(bits)") }
    if rule.isFallback { lines.append("    fallback: true") }
    if let confidence = rule.confidence { lines.append("    confidence: \(confidence)") }
    if let benign = rule.benign { lines.append("    benign: \(benign.alarms)/\(benign.texts)") }
    if rule.lane != .enforce { lines.append("    lane: \(rule.lane.rawValue)") }
    if rule.actionMax != .block { lines.append("    action_max: \(rule.actionMax.rawValue)") }
    list("references", rule.references, &lines)
    if !rule.positives.isEmpty || !rule.negatives.isEmpty {
      lines.append("    examples:")
      list("positive", rule.positives, &lines, indent: "      ")
      list("negative", rule.negatives, &lines, indent: "      ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func list(_ key: String, _ texts: [String], _ lines: inout [String], indent: String = "    ") {
    guard !texts.isEmpty else { return }
    lines.append("\(indent)\(key):")
    lines += texts.map { "\(indent)  - \(quoted($0))" }
  }

  private static func flow(_ key: String, _ words: [String], _ lines: inout [String]) {
    if !words.isEmpty { lines.append("    \(key): [\(words.joined(separator: ", "))]") }
  }

  /// A double-quoted scalar. SOURCE: YAML 1.2.2, §5.7, §7.3.1.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{2028}", "\u{2029}", "\u{85}", "\u{FEFF}": result += hex(scalar)
      default: result += scalar.value < 0x20 || scalar.value == 0x7f ? hex(scalar) : String(scalar)
      }
    }
    return result + "\""
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
