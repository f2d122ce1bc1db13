import Basics
import YAML

/// Reads one entry of the registry file and notes everything that is wrong with it.
struct ToolDraftReader {
  private(set) var draft = ToolDraft()
  private(set) var problems: [RegistryProblem] = []
  /// The keys that were given, each with its line.
  private var given: [ToolKey: Int] = [:]

  init(_ node: YAMLNode) {
    draft.line = node.mark.line
    guard let entries = node.entries else {
      problem(
        .invalidValue, "An entry of \"tools\" must be a mapping with \"name\" and other keys.", node.mark.line
      )
      return
    }
    draft.name = Self.text(node["name"])?.text ?? ""
    for entry in entries { read(entry) }
    checkWhole()
  }

  private mutating func read(_ entry: YAMLEntry) {
    let line = entry.keyMark.line
    guard let key = ToolKey(rawValue: entry.key) else {
      let nearest = NearestKey.of(entry.key, among: ToolKey.allCases.map(\.rawValue))
      let hint = nearest.map { " Did you mean \"\($0)\"?" } ?? ""
      return problem(.unknownKey, "Unknown key \"\(entry.key)\".\(hint)", line)
    }
    given[key] = line
    switch key {
    case .name: readName(entry.value)
    case .description: if let text = scalar(key, entry.value) { draft.description = text }
    case .server: readServer(entry.value)
    case .upstream: readUpstream(entry.value)
    case .stdio: readCommand(entry.value)
    case .hash, .sha256: readHash(key, entry.value)
    case .riskLevel: draft.riskLevel = level(key, entry.value)
    case .trustLevel: draft.trustLevel = level(key, entry.value)
    case .labels: draft.labels = words(key, entry.value) ?? []
    case .inputSchema, .inputSchemaInSnakeCase: readSchema(key, entry.value)
    }
  }

  private mutating func readName(_ value: YAMLNode) {
    guard let name = scalar(.name, value) else { return }
    draft.name = name
    if !ToolName.isValid(name) {
      problem(
        .invalidValue,
        "A name has 1 to \(ToolName.lengthMax) ASCII letters, digits, \"_\", \"-\", \".\" or \"/\".",
        value.mark.line)
    }
  }

  private mutating func readServer(_ value: YAMLNode) {
    guard let name = scalar(.server, value) else { return }
    guard ServerName.isValid(name) else {
      return problem(
        .invalidValue,
        "\"server\" is a name of the configuration's \"servers\": 1 to \(ServerName.lengthMax) ASCII letters, digits,"
          + " \"_\", \"-\" or \".\".", value.mark.line)
    }
    draft.upstream = .named(name)
  }

  private mutating func readUpstream(_ value: YAMLNode) {
    if let entries = value.entries {
      guard entries.count == 1, let first = entries.first, first.key == ToolKey.stdio.rawValue else {
        return problem(
          .invalidValue, "\"upstream\" is a URL or a mapping with the one key \"stdio\".", value.mark.line)
      }
      return readCommand(first.value)
    }
    guard let url = scalar(.upstream, value) else { return }
    guard url.hasPrefix("http://") || url.hasPrefix("https://"), !url.utf8.contains(where: { $0 <= 0x20 })
    else {
      return problem(
        .invalidValue, "\"upstream\" must begin with http:// or https:// and hold no white space.",
        value.mark.line)
    }
    draft.upstream = .url(url)
  }

  private mutating func readCommand(_ value: YAMLNode) {
    guard let command = words(.stdio, value) else { return }
    guard let program = command.first, !program.isEmpty else {
      return problem(.invalidValue, "\"stdio\" needs at least the command.", value.mark.line)
    }
    draft.upstream = .stdio(command)
  }

  private mutating func readHash(_ key: ToolKey, _ value: YAMLNode) {
    guard let text = scalar(key, value) else { return }
    draft.hash = RegisteredHash(text)
    if draft.hash == nil {
      problem(
        .invalidValue,
        "\"\(key.rawValue)\" must be 64 hexadecimal digits, or \"pin:\" and 64 hexadecimal digits."
          + " Run `agw tools hash` to compute it.", value.mark.line)
    }
  }

  private mutating func readSchema(_ key: ToolKey, _ value: YAMLNode) {
    guard case .mapping = value.content else {
      return problem(.invalidValue, "\"\(key.rawValue)\" must be a mapping: a JSON schema.", value.mark.line)
    }
    draft.inputSchema = value.json
  }

  private mutating func checkWhole() {
    for (one, other) in [
      (ToolKey.hash, ToolKey.sha256), (.inputSchema, .inputSchemaInSnakeCase), (.upstream, .stdio),
      (.server, .upstream), (.server, .stdio),
    ] {
      guard let line = given[one], let otherLine = given[other] else { continue }
      problem(
        .conflictingKeys,
        "\"\(one.rawValue)\" and \"\(other.rawValue)\" say the same thing; give one of them.",
        max(line, otherLine))
    }
    if given[.name] == nil { problem(.missingKey, "The entry has no \"name\".", draft.line) }
    let hasSchema = given[.inputSchema] != nil || given[.inputSchemaInSnakeCase] != nil
    if case .pin = draft.hash { return }
    if !hasSchema {
      problem(
        .missingKey, "The entry has no \"input_schema\"; only a tool with a \"pin:\" hash may leave it out.",
        draft.line)
    }
  }

  private mutating func problem(_ code: RegistryProblem.Code, _ message: String, _ line: Int) {
    let name = draft.name.isEmpty ? nil : draft.name
    let prefix = name.map { "Tool \"\($0)\": " } ?? ""
    problems.append(RegistryProblem(code, prefix + message, tool: name, line: line))
  }
}

extension ToolDraftReader {
  /// A scalar's text. A plain `null` is no text.
  private static func text(_ node: YAMLNode?) -> (text: String, line: Int)? {
    switch node?.content {
    case .quoted(let text): return (text, node?.mark.line ?? 0)
    case .plain(let text):
      if case .null = YAMLScalar(plain: text) { return nil }
      return (text, node?.mark.line ?? 0)
    default: return nil
    }
  }

  private mutating func scalar(_ key: ToolKey, _ value: YAMLNode) -> String? {
    if let text = Self.text(value)?.text { return text }
    problem(.invalidValue, "\"\(key.rawValue)\" must be text.", value.mark.line)
    return nil
  }

  private mutating func words(_ key: ToolKey, _ value: YAMLNode) -> [String]? {
    guard case .sequence(let elements) = value.content else {
      problem(.invalidValue, "\"\(key.rawValue)\" must be a list of words.", value.mark.line)
      return nil
    }
    var words: [String] = []
    for element in elements { if let word = scalar(key, element) { words.append(word) } }
    return words.count == elements.count ? words : nil
  }

  private mutating func level<Level: RawRepresentable & CaseIterable>(
    _ key: ToolKey, _ value: YAMLNode
  ) -> Level? where Level.RawValue == String {
    guard let text = scalar(key, value) else { return nil }
    if let level = Level(rawValue: text) { return level }
    let allowed = Level.allCases.map(\.rawValue).joined(separator: ", ")
    problem(
      .invalidValue, "\"\(key.rawValue)\" is one of \(allowed); it is \"\(text)\" here.", value.mark.line)
    return nil
  }
}
