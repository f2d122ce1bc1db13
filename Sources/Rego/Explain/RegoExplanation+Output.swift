public import Basics

extension RegoExplanation {
  /// A tree for people: a line for each rule with its place, its variables below it.
  ///
  /// ```
  /// true
  /// ├─ data.mcp.authz.allow  authz.rego:12  holds
  /// │    agent = "spiffe://poc.local/agents/a"
  /// │  └─ data.mcp.authz.limit  authz.rego:30  stops at authz.rego:31: input.level == "high"
  /// ```
  public var text: String {
    var lines = [value?.text ?? "undefined"]
    for (index, step) in steps.enumerated() { step.write(&lines, "", isLast: index == steps.count - 1) }
    if isCut { lines.append("… more rules were tried than are kept") }
    return lines.joined(separator: "\n")
  }

  /// `{"result": …, "rules": [{"rule", "location", "holds", "bindings", "stopped_at", "rules"}]}`
  public var json: JSONValue {
    var record = JSONObject()
    if let value { record["result"] = value }
    record["rules"] = .array(steps.map(\.json))
    if isCut { record["is_cut"] = true }
    return .object(record)
  }
}

extension RegoExplanation.Step {
  /// Solutions shown in a tree.
  private static let solutionsMax = 5

  fileprivate func write(_ lines: inout [String], _ indent: String, isLast: Bool) {
    let verdict = stop.map { "stops at \($0.place): \(Self.line($0.text))" } ?? (holds ? "holds" : "does not hold")
    lines.append(indent + (isLast ? "└─ " : "├─ ") + "\(rule)  \(place)  \(verdict)")
    let below = indent + (isLast ? "   " : "│  ")
    for solution in solutions.prefix(Self.solutionsMax) where !solution.isEmpty {
      lines.append(below + "  " + solution.map { "\($0.key) = \($0.value.text)" }.joined(separator: ", "))
    }
    if solutions.count > Self.solutionsMax { lines.append(below + "  … \(solutions.count) solutions") }
    for (index, step) in steps.enumerated() { step.write(&lines, below, isLast: index == steps.count - 1) }
  }

  /// White space of several lines as single blanks.
  private static func line(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }

  fileprivate var json: JSONValue {
    var record: JSONObject = ["rule": .string(rule), "location": place.json, "holds": .bool(holds)]
    if holds { record["bindings"] = .array(solutions.map(JSONValue.object)) }
    if let stop { record["stopped_at"] = ["location": stop.place.json, "text": .string(stop.text)] }
    if !steps.isEmpty { record["rules"] = .array(steps.map(\.json)) }
    return .object(record)
  }
}
