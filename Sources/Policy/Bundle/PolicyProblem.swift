/// One thing that is wrong with a set of policies.
public struct PolicyProblem: Sendable, Hashable {
  /// Closed sets: `policy_…` for files, and the codes of ``Rego`` for their content.
  public let code: String
  /// Relative to the directory of policies; empty if the problem is not one file's.
  public let file: String
  /// From 1; 0 without a place.
  public let row: Int
  public let column: Int
  /// What is wrong, and what to change.
  public let message: String

  public init(_ code: String, file: String, row: Int = 0, column: Int = 0, _ message: String) {
    self.code = code
    self.file = file
    self.row = row
    self.column = column
    self.message = message
  }
}

extension PolicyProblem: CustomStringConvertible {
  /// `team/a.rego:12:3: rego_parse_error: …`
  public var description: String {
    var place = file
    if row > 0 { place += ":\(row):\(column)" }
    return place.isEmpty ? "\(code): \(message)" : "\(place): \(code): \(message)"
  }
}

/// Everything that keeps a set of policies from being used; never empty.
public struct PolicyErrors: Error, Sendable, CustomStringConvertible {
  public let problems: [PolicyProblem]

  public init(_ problems: [PolicyProblem]) {
    self.problems = problems
  }

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
