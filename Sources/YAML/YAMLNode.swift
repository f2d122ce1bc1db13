/// One value of a YAML document, with the place where it stands.
public struct YAMLNode: Sendable {
  public let content: YAMLContent
  public let mark: YAMLMark

  public init(_ content: YAMLContent, at mark: YAMLMark) {
    self.content = content
    self.mark = mark
  }
}

/// What a ``YAMLNode`` holds.
///
/// A scalar keeps its text: what a plain scalar means (`5`, `true`, `null`) is for the reader of the value to
/// decide, because a setting of type text may be written as `5`.
public indirect enum YAMLContent: Sendable {
  case plain(String)
  case quoted(String)
  case sequence([YAMLNode])
  case mapping([YAMLEntry])
}

/// One key of a mapping. Keys are text and occur once.
public struct YAMLEntry: Sendable {
  public let key: String
  public let keyMark: YAMLMark
  public let value: YAMLNode

  public init(key: String, keyMark: YAMLMark, value: YAMLNode) {
    self.key = key
    self.keyMark = keyMark
    self.value = value
  }
}

extension YAMLNode {
  /// The entries of a mapping, in document order; nil for anything else.
  public var entries: [YAMLEntry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The value of `key`; nil without such a key, or if this is no mapping.
  public subscript(key: String) -> YAMLNode? {
    entries?.first { $0.key == key }?.value
  }
}
