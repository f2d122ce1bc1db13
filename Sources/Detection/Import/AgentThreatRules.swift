import Basics
import YAML

/// Rules of Agent Threat Rules: single YAML files, and the JSON bundle of the Python package `pyatr`.
///
/// Taken over: title, severity, regex and text conditions joined by `any`, test cases, references. Not: fields (every
/// text is scanned), conditions joined by `all` or an expression, behavioural and semantic methods, responses.
enum AgentThreatRules {
  static func add(bundle text: String, name: String, to taken: inout RuleImport) throws(DetectionError) {
    guard let rules = (try? JSONValue.parse(Array(text.utf8), limits: bundleLimits))?.arrayValue else {
      throw DetectionError(.ruleFileInvalid, "not a list of rules: is it _bundled_rules.json of pyatr?", file: name)
    }
    for rule in rules { add(rule, to: &taken) }
  }

  static func add(yaml text: String, name: String, to taken: inout RuleImport) throws(DetectionError) {
    do throws(YAMLError) {
      guard let node = try YAMLReader().read(Array(text.utf8)) else { return }
      add(json(node, depth: 0), to: &taken)
    } catch {
      throw DetectionError(.ruleFileInvalid, error.message, file: name, line: error.mark?.line)
    }
  }

  private static let bundleLimits = JSONLimits(depthMax: 64, nodesMax: 4_000_000)
  private static let depthMax = 64

  private static func json(_ node: YAMLNode, depth: Int) -> JSONValue {
    guard depth < depthMax else { return .null }
    switch node.content {
    case .plain(let text), .quoted(let text): return .string(text)
    case .sequence(let elements): return .array(elements.map { json($0, depth: depth + 1) })
    case .mapping:
      var object = JSONObject()
      for entry in node.entries ?? [] { object[entry.key] = json(entry.value, depth: depth + 1) }
      return .object(object)
    }
  }

  private static func add(_ source: JSONValue, to taken: inout RuleImport) {
    guard let name = source["id"]?.stringValue, let detection = source["detection"] else {
      return taken.leaveOut("rule-\(taken.notes.count + 1)", "has no id or no detection")
    }
    let id = RuleImport.id(name)
    if let method = detection["method"]?.stringValue, method != "pattern" {
      return taken.leaveOut(id, "method \(method) is not a pattern")
    }
    let joint = (detection["condition"]?.stringValue ?? "any").lowercased()
    var (patterns, others) = conditions(detection["conditions"])
    guard joint == "any" || joint == "or" || patterns.count == 1 else {
      return taken.leaveOut(id, "conditions joined by \"\(joint)\": one expression alone would say too much")
    }
    var remarks = others > 0 ? ["\(others) conditions that are no patterns left out"] : []
    let bounded = patterns.map { BoundedExpression.bounded($0) }
    if bounded != patterns { remarks.append("repetitions bounded at \(BoundedExpression.repetitionsMax)") }
    // The reference engines match without case.
    patterns = bounded.map { $0.hasPrefix("(?i)") ? $0 : "(?i)" + $0 }
    let category = source["tags"]?["category"]?.stringValue ?? "agent-threat"
    var rule = DetectionRule(
      id: id, type: RuleImport.type(category), category: .injection, severity: severity(source["severity"]?.stringValue),
      description: source["title"]?.stringValue ?? name)
    rule.patterns = patterns
    rule.references = references(source["references"])
    rule.positives = examples(source["test_cases"]?["true_positives"])
    rule.negatives = examples(source["test_cases"]?["true_negatives"])
    if ["draft", "deprecated"].contains(source["status"]?.stringValue) {
      return taken.leaveOut(id, "is \(source["status"]?.stringValue ?? "a draft") and does not fire there either")
    }
    taken.take(rule, remarks: remarks)
  }

  /// The expressions of a list of conditions, or of a mapping with names; and how many conditions are something else.
  private static func conditions(_ value: JSONValue?) -> ([String], Int) {
    var patterns: [String] = []
    var others = 0
    if let list = value?.arrayValue {
      for condition in list {
        guard let text = condition["value"]?.stringValue else {
          others += 1
          continue
        }
        switch condition["operator"]?.stringValue ?? "regex" {
        case "regex": patterns.append(text)
        case "contains", "exact", "starts_with": patterns.append(literal(text))
        default: others += 1
        }
      }
    }
    for (_, condition) in value?.objectValue ?? JSONObject() {
      let texts = (condition["patterns"]?.arrayValue ?? []).compactMap(\.stringValue)
      if texts.isEmpty { others += 1 }
      let isRegex = (condition["match_type"]?.stringValue ?? "regex") == "regex"
      patterns += texts.map { isRegex ? $0 : literal($0) }
    }
    return (patterns, others)
  }

  private static func literal(_ text: String) -> String {
    text.unicodeScalars.map { $0.isASCII && !ASCII.isAlphanumeric(UInt8($0.value)) ? "\\\($0)" : "\($0)" }.joined()
  }

  private static func severity(_ text: String?) -> DetectionSeverity {
    text == "informational" ? .low : text.flatMap(DetectionSeverity.init) ?? .medium
  }

  private static func references(_ value: JSONValue?) -> [String] {
    var found: [String] = []
    for (_, list) in value?.objectValue ?? JSONObject() { found += (list.arrayValue ?? []).compactMap(\.stringValue) }
    return found
  }

  private static func examples(_ value: JSONValue?) -> [String] {
    let fields = ["input", "content", "tool_response", "tool_args", "user_input", "agent_output", "tool_description"]
    return (value?.arrayValue ?? []).compactMap { example in fields.compactMap { example[$0]?.stringValue }.first }
  }
}
