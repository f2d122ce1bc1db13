/// One fault, found when a policy was read, compiled or evaluated.
public struct RegoError: Error, Sendable, Equatable {
  /// The codes of OPA, so that tools which know them keep working, and those of this engine's own limits.
  public enum Code: String, Sendable {
    case parse = "rego_parse_error"
    case compile = "rego_compile_error"
    case type = "rego_type_error"
    case unsafeVariable = "rego_unsafe_var_error"
    case recursion = "rego_recursion_error"
    case conflict = "eval_conflict_error"
    case builtin = "eval_builtin_error"
    case operandType = "eval_type_error"
    case withMerge = "eval_with_merge_error"
    case internalError = "eval_internal_error"
    case stepLimit = "eval_step_limit_error"
    case depthLimit = "eval_depth_limit_error"
    case sizeLimit = "eval_size_limit_error"
    case timeLimit = "eval_time_limit_error"
  }

  public var code: Code
  /// What is wrong, in OPA's words where OPA knows the error.
  public var message: String
  /// What the policy's author should change; may be empty.
  public var advice: String
  /// Lines that show the terms or types that do not fit.
  public var details: [String]
  public var file: String
  /// From 1; 0 when the fault has no place.
  public var row: Int
  /// From 1, in bytes.
  public var column: Int

  public init(
    code: Code, message: String, advice: String = "", details: [String] = [], file: String = "", row: Int = 0,
    column: Int = 0
  ) {
    self.code = code
    self.message = message
    self.advice = advice
    self.details = details
    self.file = file
    self.row = row
    self.column = column
  }
}

extension RegoError: CustomStringConvertible {
  /// `file:row: code: message`, as OPA prints it, with the advice behind it and the details on lines of their own.
  public var description: String {
    let place = row > 0 ? (file.isEmpty ? "\(row):\(column): " : "\(file):\(row): ") : ""
    let text = place + code.rawValue + ": " + message + (advice.isEmpty ? "" : ": " + advice)
    return ([text] + details).joined(separator: "\n\t")
  }
}

/// All that is wrong with a set of modules, in source order; never empty.
public struct RegoErrors: Error, Sendable, CustomStringConvertible {
  public var errors: [RegoError]

  public init(_ errors: [RegoError]) { self.errors = errors }

  public var description: String {
    if errors.count == 1, let only = errors.first { return "1 error occurred: \(only)" }
    return "\(errors.count) errors occurred:\n" + errors.map(\.description).joined(separator: "\n")
  }
}
