/// Why an engine could not be made. Nothing is half-loaded: the caller keeps the engine it has.
public struct DetectionError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// The rule file is not YAML or not of the expected shape.
    case ruleFileInvalid = "detection_rule_file_invalid"
    /// A rule's expression cannot be compiled, or can match too little or too much.
    case patternInvalid = "detection_pattern_invalid"
    /// A rule does not fire in one of its own examples, or fires where it must not.
    case ruleTestFailed = "detection_rule_test_failed"
    /// Two rules have one id, or there are too many.
    case ruleSetInvalid = "detection_rule_set_invalid"
    /// The classifier's weights are damaged or of another version.
    case modelInvalid = "detection_model_invalid"
    /// The matching library refused or ran out of memory.
    case databaseUnavailable = "detection_database_unavailable"
  }

  public var code: Code
  /// What is wrong and how to mend it.
  public var message: String
  /// The rule at fault.
  public var rule: String?
  /// The file and its line, counted from 1.
  public var file: String?
  public var line: Int?

  init(_ code: Code, _ message: String, rule: String? = nil, file: String? = nil, line: Int? = nil) {
    self.code = code
    self.message = message
    self.rule = rule
    self.file = file
    self.line = line
  }

  public var description: String {
    var place = file ?? ""
    if let line { place += ":\(line)" }
    if let rule { place += place.isEmpty ? "rule \(rule)" : ": rule \(rule)" }
    return place.isEmpty ? message : "\(place): \(message)"
  }
}
