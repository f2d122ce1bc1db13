import Yams

/// Turns the parser's tree into ours, counting what it costs.
struct YAMLConversion {
  let limits: YAMLLimits
  private var nodes = 0

  init(limits: YAMLLimits) {
    self.limits = limits
  }

  mutating func node(_ source: Node, depth: Int) throws(YAMLError) -> YAMLNode {
    let mark = YAMLMark(source.mark)
    nodes += 1
    guard nodes <= limits.nodesMax else {
      throw YAMLError(.tooManyNodes, "More than \(limits.nodesMax) values.", at: mark)
    }
    guard depth <= limits.depthMax else {
      throw YAMLError(.tooDeep, "Nested deeper than \(limits.depthMax) levels.", at: mark)
    }
    switch source {
    case .scalar(let scalar):
      return YAMLNode(try content(of: scalar, at: mark), at: mark)
    case .sequence(let sequence):
      try requireNoTag(sequence.tag, at: mark)
      var children: [YAMLNode] = []
      for child in sequence {
        children.append(try node(child, depth: depth + 1))
      }
      return YAMLNode(.sequence(children), at: mark)
    case .mapping(let mapping):
      try requireNoTag(mapping.tag, at: mark)
      return YAMLNode(.mapping(try entries(of: mapping, depth: depth)), at: mark)
    case .alias:
      throw YAMLError(.aliasUnsupported, "Anchors and aliases are not supported.", at: mark)
    }
  }

  private mutating func entries(of mapping: Node.Mapping, depth: Int) throws(YAMLError) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var seen: Set<String> = []
    for (keyNode, valueNode) in mapping {
      let mark = YAMLMark(keyNode.mark)
      guard case .scalar(let scalar) = keyNode else {
        throw YAMLError(.keyNotText, "A key must be text.", at: mark)
      }
      guard seen.insert(scalar.string).inserted else {
        throw YAMLError(.duplicateKey, "The key \(scalar.string) is given twice.", at: mark)
      }
      let value = try node(valueNode, depth: depth + 1)
      entries.append(YAMLEntry(key: scalar.string, keyMark: mark, value: value))
    }
    return entries
  }

  private func content(of scalar: Node.Scalar, at mark: YAMLMark) throws(YAMLError) -> YAMLContent {
    switch scalar.tag.description {
    case "" where scalar.style == .plain: return .plain(scalar.string)
    // Quoted and block scalars arrive with this tag, and so does what is written as `!!str 5`.
    case "", "tag:yaml.org,2002:str": return .quoted(scalar.string)
    case let tag: throw YAMLError(.tagUnsupported, "Tags (\(tag)) are not supported.", at: mark)
    }
  }

  private func requireNoTag(_ tag: Tag, at mark: YAMLMark) throws(YAMLError) {
    guard tag.description.isEmpty else {
      throw YAMLError(.tagUnsupported, "Tags (\(tag.description)) are not supported.", at: mark)
    }
  }
}

extension YAMLMark {
  init(_ mark: Mark?) {
    self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

extension YAMLError {
  /// What the parser found, in our terms.
  init(parsing error: any Error) {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let reason = context.map { "\($0.text): \(problem)" } ?? problem
      self.init(.malformed, "Not YAML: \(reason).", at: YAMLMark(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      self.init(.duplicateKey, "The key \(keys.first ?? "") is given twice.", at: YAMLMark(context.mark))
    case .reader(let problem, _, _, _):
      self.init(.malformed, "Not YAML: \(problem).", at: nil)
    default:
      self.init(.malformed, "Not YAML.", at: nil)
    }
  }
}
