public import Basics
internal import Rego

/// Who may call what, for `agw policy matrix`.
///
/// With the caller known, partial evaluation says which tools can be allowed at all; only those are put to the policies.
public struct PolicyMatrix: Sendable {
  public struct Row: Sendable {
    public let caller: String
    /// In the order in which they were given.
    public let tools: [String]
    /// How many tools had to be tried.
    public let tried: Int
  }

  public let rows: [Row]
  public let toolCount: Int

  /// What the policies may learn of a call's tool, and not of its caller.
  private static let toolParts: InputNeeds = [.tool, .toolInfo]

  /// `questions` give who asks and when, one for each row.
  public init(_ questions: [PolicyQuestion], tools: [(name: String, info: JSONValue?)], at point: DecisionPoint) {
    let keys = InputNeeds.keys(readBy: point.policy.inputKeys)
    let unknowns = keys.filter { Self.toolParts.contains($0.part) }.map(\.key)
    let names = keys.filter { $0.part == .tool }.map { [$0.key] }
    let queries = point.packages.map { package in
      try? point.policy.partialQuery("data.\(package).allow", unknowns: unknowns.map { "input." + $0 })
    }
    let context = RegoContext()
    toolCount = tools.count
    rows = questions.map { question in
      var question = question
      question.method = "tools/call"
      context.now = question.now
      var candidates: Set<String>? = []
      for query in queries where !unknowns.isEmpty {
        let values = try? query?.evaluate(question.input(keys: keys), in: context).values(ofAny: names)
        // What cannot be told beforehand is tried.
        guard let values, values.isFinite else {
          candidates = nil
          break
        }
        candidates?.formUnion(values.possible)
      }
      // Where silence allows, a tool that no rule names can be allowed, too.
      let open = unknowns.isEmpty || point.allowsUnmentioned ? tools : tools.filter { candidates?.contains($0.name) != false }
      let allowed = point.allowedTools(open, asking: question, in: context)
      return Row(caller: question.caller, tools: allowed, tried: open.count)
    }
  }

  /// A line for each caller, and how much had to be tried.
  public var text: String {
    let width = rows.map(\.caller.utf8.count).max() ?? 0
    let lines = rows.map { row in
      row.caller + String(repeating: " ", count: width - row.caller.utf8.count + 2)
        + (row.tools.isEmpty ? "-" : row.tools.joined(separator: ", "))
    }
    let tried = rows.reduce(0) { $0 + $1.tried }
    return (lines + ["\(rows.count) callers, \(toolCount) tools; \(tried) of \(rows.count * toolCount) pairs had to be tried"])
      .joined(separator: "\n")
  }

  public var json: JSONValue {
    [
      "rows": .array(
        rows.map { row in
          [
            "caller": .string(row.caller), "tools": .array(row.tools.map(JSONValue.string)),
            "tried": .integer(row.tried),
          ]
        }), "tools": .integer(toolCount),
    ]
  }
}
