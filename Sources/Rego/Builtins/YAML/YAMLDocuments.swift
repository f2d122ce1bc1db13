internal import Yams

/// `yaml.*`: YAML as Go's `yaml.v2` reads and writes it, YAML 1.1 words and numbers included.
extension Builtins {
  static let yamlDocuments: [Builtin] = [
    Builtin("yaml.marshal", 1) { call throws(BuiltinError) in
      call.string(try YAMLWriter.text(of: call[0]))
    },
    Builtin("yaml.unmarshal", 1) { call throws(BuiltinError) in
      var reader = YAMLDocumentReader(call)
      return try reader.read(try call.text(0))
    },
    Builtin("yaml.is_valid", 1) { call throws(BuiltinError) in
      guard call[0].has(.string) else { return .no }
      var reader = YAMLDocumentReader(call)
      do throws(BuiltinError) {
        _ = try reader.read(call[0].text)
        return .yes
      } catch {
        if error.isFatal { throw error }
        return .no
      }
    },
  ]
}

/// Makes values of the first document of a text; anchors are followed, `<<` merges.
struct YAMLDocumentReader {
  /// Longest text, in bytes.
  static let sizeLimit = 4 << 20
  static let depthLimit = 200
  /// Nodes after anchors were followed: a short text can stand for an endless document.
  static let nodeLimit = 200_000

  private let call: Arguments
  private var nodes = 0

  init(_ call: Arguments) { self.call = call }

  mutating func read(_ text: Text) throws(BuiltinError) -> Value {
    guard text.count <= Self.sizeLimit else { throw .limit("the YAML text is longer than \(Self.sizeLimit) bytes") }
    let root: Node?
    do {
      root = try Yams.Parser(yaml: text.string, resolver: .basic).nextRoot()
    } catch {
      throw Self.described(error)
    }
    return try root.map { node throws(BuiltinError) in try value(node, depth: 0) } ?? .null
  }

  private static func described(_ error: any Error) -> BuiltinError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _): return .failed("yaml: line \(mark.line): \(problem)")
    case .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      // Go's reader counts these from the line before.
      return .failed(mark.line > 1 ? "yaml: line \(mark.line - 1): \(problem)" : "yaml: \(problem)")
    case .reader(let problem, _, _, _): return .failed("yaml: \(problem)")
    case .duplicatedKeysInMapping: return .failed("yaml: a key is already set in its map")
    default: return .failed("yaml: the text cannot be read")
    }
  }

  private mutating func value(_ node: Node, depth: Int) throws(BuiltinError) -> Value {
    nodes += 1
    guard nodes <= Self.nodeLimit, depth <= Self.depthLimit else {
      throw .limit("the YAML document has more than \(Self.nodeLimit) nodes or \(Self.depthLimit) levels")
    }
    switch node {
    case .scalar(let scalar): return try self.scalar(scalar)
    case .sequence(let sequence):
      var elements: [Value] = []
      for element in sequence { elements.append(try value(element, depth: depth + 1)) }
      return call.arena.array(elements)
    case .mapping(let mapping): return try object(mapping, depth: depth)
    case .alias: throw .failed("yaml: unknown anchor")
    }
  }

  private func scalar(_ scalar: Node.Scalar) throws(BuiltinError) -> Value {
    let tag = scalar.tag.description
    switch tag {
    case "tag:yaml.org,2002:str", "tag:yaml.org,2002:binary": return call.string(scalar.string)
    case "tag:yaml.org,2002:null": return .null
    default: break
    }
    guard scalar.style == .plain || scalar.style == .any else { return call.string(scalar.string) }
    switch YAMLWord(scalar.string) {
    case .null: return .null
    case .boolean(let flag): return .boolean(flag)
    case .number(let text): return call.arena.number(text)
    case .notFinite: throw .failed("json: unsupported value: \(scalar.string)")
    case .text: return call.string(scalar.string)
    }
  }

  private mutating func object(_ mapping: Node.Mapping, depth: Int) throws(BuiltinError) -> Value {
    var members: [(key: Value, value: Value)] = []
    var merged: [(key: Value, value: Value)] = []
    for (key, node) in mapping {
      let inner = try value(node, depth: depth + 1)
      if case .scalar(let scalar) = key, scalar.string == "<<", scalar.style == .plain {
        // Of several merged maps the first counts, so that it is added last.
        for map in (inner.has(.array) ? Array(inner.elements) : [inner]).reversed() {
          guard map.has(.object) else { throw .failed("yaml: map merge requires map or sequence of maps as the value") }
          merged += map.sortedMembers.map { (key: call.string($0.key ?? []), value: $0.value) }
        }
        continue
      }
      let name = try value(key, depth: depth + 1)
      guard name.memberCount == nil, !name.has(.null) else { throw .failed("yaml: a key must be text, a number or a boolean") }
      members.append((name.has(.string) ? name : call.string(name.jsonText), inner))
    }
    return call.arena.object(merged + members)
  }
}
