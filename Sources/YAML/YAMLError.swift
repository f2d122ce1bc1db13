/// Why a text was not accepted as YAML.
public struct YAMLError: Error, Sendable {
  /// What is wrong, as a closed set.
  public enum Code: String, Sendable {
    case tooLarge = "yaml_too_large"
    case tooDeep = "yaml_too_deep"
    case tooManyNodes = "yaml_too_many_nodes"
    case invalidUTF8 = "yaml_invalid_utf8"
    case malformed = "yaml_malformed"
    case duplicateKey = "yaml_duplicate_key"
    case keyNotText = "yaml_key_not_text"
    case aliasUnsupported = "yaml_alias_unsupported"
    case tagUnsupported = "yaml_tag_unsupported"
  }

  public let code: Code
  /// A sentence for people, without the place.
  public let message: String
  /// Where, if a place is known.
  public let mark: YAMLMark?

  public init(_ code: Code, _ message: String, at mark: YAMLMark?) {
    self.code = code
    self.message = message
    self.mark = mark
  }
}
