import YAML

/// A value as written, whichever source it came from.
///
/// Files and environment variables become trees of these, the trees are laid over one another, and the
/// result is decoded once: so a value from a variable is checked exactly as one from a file.
struct SourceNode: Sendable {
  var content: SourceContent
  var origin: Origin
}

indirect enum SourceContent: Sendable {
  case empty
  case scalar(String, isQuoted: Bool)
  case list([SourceNode])
  case map([SourceEntry])
}

struct SourceEntry: Sendable {
  var key: String
  var keyOrigin: Origin
  var value: SourceNode
}

extension SourceNode {
  /// The tree of one file.
  init(_ node: YAMLNode, in path: String) {
    func origin(_ mark: YAMLMark) -> Origin { .file(path: path, line: mark.line, column: mark.column) }
    self.origin = origin(node.mark)
    switch node.content {
    case .quoted(let text): content = .scalar(text, isQuoted: true)
    case .plain(let text):
      if case .null = YAMLScalar(plain: text) {
        content = .empty
      } else {
        content = .scalar(text, isQuoted: false)
      }
    case .sequence(let children): content = .list(children.map { SourceNode($0, in: path) })
    case .mapping(let entries):
      content = .map(
        entries.map {
          SourceEntry(key: $0.key, keyOrigin: origin($0.keyMark), value: SourceNode($0.value, in: path))
        })
    }
  }

  /// The tree that holds nothing but `text` at the end of `path`.
  init(text: String, at path: [String], origin: Origin) {
    var node = SourceNode(content: .scalar(text, isQuoted: false), origin: origin)
    for key in path.reversed() {
      let entry = SourceEntry(key: key, keyOrigin: origin, value: node)
      node = SourceNode(content: .map([entry]), origin: origin)
    }
    self = node
  }

  /// What was written, in words, for an error message. Text is cut at `foundCharactersMax`.
  var found: String {
    switch content {
    case .empty: "nothing"
    case .list: "a list"
    case .map: "a mapping"
    case .scalar(let text, _): "\"\(text.prefix(Self.foundCharactersMax))\""
    }
  }

  /// How much of a wrong value an error message repeats, in characters.
  private static let foundCharactersMax = 80
}
