import Yams

/// Turns YAML nodes into rules; every complaint names the file and line.
struct RuleReader {
  let file: String

  private static let allowed = [
    "id", "type", "class", "severity", "description", "patterns", "keys", "hidden", "extent", "context",
    "context_required", "validators", "entropy_min", "fallback", "action_max", "references", "examples",
  ]

  func rule(_ node: Node) throws(DetectionError) -> DetectionRule {
    let members = try members(of: node, allowed: Self.allowed)
    let id = try required("id", members, node)
    var rule = DetectionRule(
      id: try text(id), type: try text(required("type", members, node)),
      category: try category(required("class", members, node)),
      severity: try choice(required("severity", members, node)),
      description: try text(required("description", members, node)))
    guard rule.id.utf8.allSatisfy({ ASCII.isLower($0) || ASCII.isDigit($0) || $0 == 0x2d }), !rule.id.isEmpty else {
      throw problem("write the id in lower case letters, digits and hyphens", at: id)
    }
    guard rule.type.utf8.allSatisfy({ ASCII.isUpper($0) || ASCII.isDigit($0) || $0 == 0x5f }), !rule.type.isEmpty
    else { throw problem("write the type in upper case letters, digits and underscores", at: node) }
    try readMatching(members, into: &rule)
    try readChecks(members, into: &rule)
    if rule.patterns.isEmpty && rule.keys.isEmpty && rule.hidden.isEmpty {
      throw problem("add \"patterns\", \"keys\" or \"hidden\": this rule finds nothing", at: node)
    }
    return rule
  }

  private func readMatching(_ members: [String: Node], into rule: inout DetectionRule) throws(DetectionError) {
    rule.patterns = try texts(members["patterns"])
    rule.keys = try texts(members["keys"])
    rule.hidden = try choices(members["hidden"])
    if let node = members["extent"] { rule.extent = try choice(node) }
    rule.context = try texts(members["context"])
    if let node = members["context_required"] { rule.isContextRequired = try flag(node) }
    if rule.isContextRequired && rule.context.isEmpty, let node = members["context_required"] {
      throw problem("list the words in \"context\"", at: node)
    }
  }

  private func readChecks(_ members: [String: Node], into rule: inout DetectionRule) throws(DetectionError) {
    rule.validators = try choices(members["validators"])
    if let node = members["entropy_min"] {
      guard let bits = node.float, (0...8).contains(bits) else {
        throw problem("write a number of bits per byte from 0 to 8", at: node)
      }
      rule.entropyMin = bits
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

  func members(of node: Node, allowed: [String]) throws(DetectionError) -> [String: Node] {
    guard let mapping = node.mapping else { throw problem("a mapping belongs here", at: node) }
    var members: [String: Node] = [:]
    for (key, value) in mapping {
      let name = try text(key)
      guard allowed.contains(name) else {
        throw problem("unknown key \"\(name)\"; known are \(allowed.joined(separator: ", "))", at: key)
      }
      members[name] = value
    }
    return members
  }

  func elements(of node: Node) throws(DetectionError) -> [Node] {
    guard let sequence = node.sequence else { throw problem("a list belongs here", at: node) }
    return Array(sequence)
  }

  private func required(_ name: String, _ members: [String: Node], _ node: Node) throws(DetectionError) -> Node {
    guard let found = members[name] else { throw problem("add \"\(name)\"", at: node) }
    return found
  }

  private func text(_ node: Node) throws(DetectionError) -> String {
    guard let scalar = node.scalar else { throw problem("a text belongs here", at: node) }
    return scalar.string
  }

  private func texts(_ node: Node?) throws(DetectionError) -> [String] {
    guard let node else { return [] }
    var texts: [String] = []
    for element in try elements(of: node) { texts.append(try text(element)) }
    return texts
  }

  private func flag(_ node: Node) throws(DetectionError) -> Bool {
    guard let value = node.bool else { throw problem("write true or false", at: node) }
    return value
  }

  private func category(_ node: Node) throws(DetectionError) -> DetectionCategory {
    let category: DetectionCategory = try choice(node)
    guard category != .limit else { throw problem("\"limit\" is the engine's own; use another class", at: node) }
    return category
  }

  private func choice<Choice>(_ node: Node) throws(DetectionError) -> Choice
  where Choice: RawRepresentable<String> & CaseIterable {
    let name = try text(node)
    guard let choice = Choice(rawValue: name) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw problem("\"\(name)\" is not one of \(known)", at: node)
    }
    return choice
  }

  private func choices<Choice>(_ node: Node?) throws(DetectionError) -> [Choice]
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let node else { return [] }
    var choices: [Choice] = []
    for element in try elements(of: node) { choices.append(try choice(element)) }
    return choices
  }

  func problem(_ message: String, at node: Node) -> DetectionError {
    DetectionError(.ruleFileInvalid, message, file: file, line: node.mark?.line)
  }
}
