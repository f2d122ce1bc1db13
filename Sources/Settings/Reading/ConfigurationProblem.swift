/// One thing that is wrong with a configuration.
public struct ConfigurationProblem: Sendable, Hashable {
  public enum Code: String, Sendable, CaseIterable {
    /// The file cannot be read, or is not YAML.
    case fileUnreadable = "config_file_unreadable"
    case malformed = "config_malformed"
    case unknownKey = "config_unknown_key"
    /// The value has another type than the key.
    case wrongType = "config_wrong_type"
    /// The value has the right type and is not among those allowed.
    case notAllowed = "config_value_not_allowed"
    /// Two values contradict each other, or one lacks the other that it needs.
    case inconsistent = "config_inconsistent"
    /// A file or directory that a value names is not there.
    case missingFile = "config_missing_file"
    case literalSecret = "config_literal_secret"
    /// Asked for something that this version cannot do.
    case unsupported = "config_unsupported"
  }

  public let code: Code
  /// Dotted path, such as `audit.segment_bytes_max`; empty for a whole file.
  public let key: String
  public let origin: Origin
  /// What was found and what is allowed, in a sentence or two.
  public let message: String
  /// The known key that was probably meant.
  public let suggestion: String?

  public init(_ code: Code, key: String, origin: Origin, message: String, suggestion: String? = nil) {
    self.code = code
    self.key = key
    self.origin = origin
    self.message = message
    self.suggestion = suggestion
  }
}

extension ConfigurationProblem: CustomStringConvertible {
  /// `precinct.yaml:12:3: audit.durabilty: unknown key; did you mean "durability"?`
  public var description: String {
    let place = key.isEmpty ? "\(origin)" : "\(origin): \(key)"
    let hint = suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
    return "\(place): \(message)\(hint)"
  }
}

/// Everything that is wrong with a configuration, in the order in which it was found.
public struct ConfigurationErrors: Error, Sendable, CustomStringConvertible {
  public let problems: [ConfigurationProblem]

  public init(_ problems: [ConfigurationProblem]) {
    self.problems = problems
  }

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
