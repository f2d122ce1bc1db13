import YAML

/// Turns YAML nodes into rules; every complaint names the file and line.
struct RuleReader {
  let file: String

  private static let allowed = [
    "id", "type", "class", "severity", "description", "patterns", "anchors", "digits_min", "digits_max",
    "characters_min", "in_run", "named", "value", "keys", "hidden", "extent",
    "context", "context_required", "unless", "validators",
    "published", "entropy_min", "fallback", "confidence", "lane", "benign", "action_max",
    "references", "examples",
  ]

  func rule(_ node: YAMLNode) throws(DetectionError) -> DetectionRule {
    let members = try members(of: node, allowed: Self.allowed)
    let id = try required("id", members, node)
    var rule = DetectionRule(
      id: try text(id), type: try text(required("type", members, node)),
      category: try category(required("class", members, node)),
      severity: try choice(required("severity", members, node)),
      description: try text(required("description", members, node)))
    guard rule.id.utf8.allSatisfy({ ASCII.isLower($0) || ASCII.isDigit($0) || $0 == 0x2d }), !rule.id.isEmpty
    else {
      throw problem("write the id in lower case letters, digits and hyphens", at: id)
    }
    guard rule.type.utf8.allSatisfy({ ASCII.isUpper($0) || ASCII.isDigit($0) || $0 == 0x5f }),
      !rule.type.isEmpty
    else { throw problem("write the type in upper case letters, digits and underscores", at: node) }
    try readMatching(members, into: &rule)
    try readChecks(members, into: &rule)
    if rule.patterns.isEmpty && rule.keys.isEmpty && rule.hidden.isEmpty && rule.named.isEmpty {
      throw problem("add \"patterns\", \"named\", \"keys\" or \"hidden\": this rule finds nothing", at: node)
    }
    return rule
  }

  private func readMatching(_ members: [String: YAMLNode], into rule: inout DetectionRule)
    throws(DetectionError)
  {
    rule.patterns = try texts(members["patterns"])
    rule.anchors = try texts(members["anchors"])
    rule.digitsMin = try count(members["digits_min"], atMost: 40)
    rule.digitsMax = try count(members["digits_max"], atMost: 40)
    rule.charactersMin = try count(members["characters_min"], atMost: 64)
    if let node = members["in_run"] { rule.isInRun = try flag(node) }
    rule.named = try texts(members["named"])
    if let node = members["value"] { rule.value = try text(node) }
    rule.keys = try texts(members["keys"])
    rule.hidden = try choices(members["hidden"])
    if let node = members["extent"] { rule.extent = try choice(node) }
    rule.context = try texts(members["context"])
    rule.unless = try texts(members["unless"])
    if let node = members["context_required"] { rule.isContextRequired = try flag(node) }
    if rule.isContextRequired && rule.context.isEmpty, let node = members["context_required"] {
      throw problem("list the words in \"context\"", at: node)
    }
  }

  private func readChecks(_ members: [String: YAMLNode], into rule: inout DetectionRule)
    throws(DetectionError)
  {
    rule.validators = try choices(members["validators"])
    rule.published = try texts(members["published"]).map(Self.joined)
    if let node = members["entropy_min"] {
      guard case .plain(let text) = node.content, let bits = Double(text), (0...8).contains(bits) else {
        throw problem("write a number of bits per byte from 0 to 8", at: node)
      }
      rule.entropyMin = bits
    }
    if let node = members["confidence"] {
      guard case .plain(let text) = node.content, let share = Double(text), (0...1).contains(share) else {
        throw problem("write a number from 0 to 1", at: node)
      }
      rule.confidence = share
    }
    if let node = members["benign"] {
      guard let measure = BenignMeasure(try text(node)) else {
        throw problem("write alarms and texts as in \"3/2271\"", at: node)
      }
      rule.benign = measure
    }
    if let node = members["lane"] {
      rule.lane = try choice(node)
      if rule.lane == .enforce, !rule.mayAct || rule.benign == nil {
        throw problem("a rule may enforce only with a `benign` measure below its class's ceiling; use flag", at: node)
      }
    }
    if let node = members["fallback"] { rule.isFallback = try flag(node) }
    if let node = members["action_max"] { rule.actionMax = try choice(node) }
    rule.references = try texts(members["references"])
    guard let examples = members["examples"] else { return }
    let kinds = try self.members(of: examples, allowed: ["positive", "negative"])
    rule.positives = try texts(kinds["positive"]).map(Self.joined)
    rule.negatives = try texts(kinds["negative"]).map(Self.joined)
  }

  /// Leaves out the character ties.
  private static func joined(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\u{2040}" }))
  }

  // MARK: Shapes

  func members(of node: YAMLNode, allowed: [String]) throws(DetectionError) -> [String: YAMLNode] {
    guard let entries = node.entries else { throw problem("a mapping belongs here", at: node) }
    var members: [String: YAMLNode] = [:]
    for entry in entries {
      guard allowed.contains(entry.key) else {
        throw DetectionError(
          .ruleFileInvalid, "unknown key \"\(entry.key)\"; known are \(allowed.joined(separator: ", "))",
          file: file, line: entry.keyMark.line)
      }
      members[entry.key] = entry.value
    }
    return members
  }

  func elements(of node: YAMLNode) throws(DetectionError) -> [YAMLNode] {
    guard case .sequence(let elements) = node.content else { throw problem("a list belongs here", at: node) }
    return elements
  }

  private func required(_ name: String, _ members: [String: YAMLNode], _ node: YAMLNode)
    throws(DetectionError) -> YAMLNode
  {
    guard let found = members[name] else { throw problem("add \"\(name)\"", at: node) }
    return found
  }

  private func text(_ node: YAMLNode) throws(DetectionError) -> String {
    switch node.content {
    case .plain(let text), .quoted(let text): return text
    case .sequence, .mapping: throw problem("a text belongs here", at: node)
    }
  }

  private func texts(_ node: YAMLNode?) throws(DetectionError) -> [String] {
    guard let node else { return [] }
    var texts: [String] = []
    for element in try elements(of: node) { texts.append(try text(element)) }
    return texts
  }

  private func flag(_ node: YAMLNode) throws(DetectionError) -> Bool {
    guard case .plain(let text) = node.content, case .bool(let value) = YAMLScalar(plain: text) else {
      throw problem("write true or false", at: node)
    }
    return value
  }

  private func count(_ node: YAMLNode?, atMost most: Int) throws(DetectionError) -> Int {
    guard let node else { return 0 }
    guard case .plain(let text) = node.content, let count = Int(text), (1...most).contains(count) else {
      throw problem("write a whole number from 1 to \(most)", at: node)
    }
    return count
  }

  private func category(_ node: YAMLNode) throws(DetectionError) -> DetectionCategory {
    let category: DetectionCategory = try choice(node)
    guard category != .limit else {
      throw problem("\"limit\" is the engine's own; use another class", at: node)
    }
    return category
  }

  private func choice<Choice>(_ node: YAMLNode) throws(DetectionError) -> Choice
  where Choice: RawRepresentable<String> & CaseIterable {
    let name = try text(node)
    guard let choice = Choice(rawValue: name) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw problem("\"\(name)\" is not one of \(known)", at: node)
    }
    return choice
  }

  private func choices<Choice>(_ node: YAMLNode?) throws(DetectionError) -> [Choice]
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let node else { return [] }
    var choices: [Choice] = []
    for element in try elements(of: node) { choices.append(try choice(element)) }
    return choices
  }

  func problem(_ message: String, at node: YAMLNode) -> DetectionError {
    DetectionError(.ruleFileInvalid, message, file: file, line: node.mark.line)
  }
}
