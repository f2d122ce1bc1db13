/// One thing that is wrong with a registry file.
public struct RegistryProblem: Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    case unreadable = "registry_unreadable"
    case syntax = "registry_syntax"
    case unknownKey = "registry_unknown_key"
    case missingKey = "registry_missing_key"
    case invalidValue = "registry_invalid_value"
    case conflictingKeys = "registry_conflicting_keys"
    case duplicateTool = "registry_duplicate_tool"
    case tooManyTools = "registry_too_many_tools"
    case hashMismatch = "registry_hash_mismatch"
    case hashMissing = "registry_hash_missing"
  }

  public let code: Code
  /// One or more sentences for people, with the way out where there is one.
  public let message: String
  /// The tool it is about, if it is about one.
  public let tool: String?
  /// The line of the file, counted from 1; 0 if it is about no line.
  public let line: Int

  init(_ code: Code, _ message: String, tool: String? = nil, line: Int) {
    self.code = code
    self.message = message
    self.tool = tool
    self.line = line
  }

  public var description: String { line > 0 ? "line \(line): \(message)" : message }

  public static func == (left: Self, right: Self) -> Bool {
    left.code == right.code && left.tool == right.tool && left.line == right.line
  }
}
