import Basics
import Rego

/// A list of tools, filtered for one caller: with a decision for each tool, and by what is left of the policy once the
/// caller is known.
struct ToolFilter {
  let tools: Int

  private static let text = """
    package authz
    import rego.v1
    default allow := false
    allow if {
      some role in data.roles[input.caller]
      input.tool in data.grants[role]
    }
    """

  private var names: [String] { (0..<tools).map { "tool-\($0)" } }

  /// The caller may use a tenth of the tools.
  private func policy() throws -> CompiledPolicy {
    let granted = names.enumerated().filter { $0.offset % 10 == 0 }.map { JSONValue.string($0.element) }
    let data: JSONValue = ["roles": ["ann": ["dev"]], "grants": ["dev": .array(granted)]]
    return try CompiledPolicy(sources: [RegoSource(path: "p.rego", text: Self.text)], data: data)
  }

  func run(count: Int) throws -> JSONValue {
    let policy = try policy()
    let query = try policy.query("data.authz.allow")
    let context = RegoContext()
    var input = RegoInput()
    input.set("caller", "ann")
    let names = names
    var allowed = 0
    let start = MonotonicTime.now()
    for _ in 0..<count {
      allowed = 0
      for name in names {
        input.set("tool", name)
        if try query.evaluate(input, in: context)?.isTrue == true { allowed += 1 }
      }
    }
    let each = MonotonicTime.now() - start
    let partial = try policy.partialQuery("data.authz.allow == true", unknowns: ["input.tool"])
    var known = RegoInput()
    known.set("caller", "ann")
    var found = 0
    let second = MonotonicTime.now()
    for _ in 0..<count {
      let values = try partial.evaluate(known, in: context).values(of: ["tool"])
      found = names.reduce(0) { $0 + (values.certain.contains($1) ? 1 : 0) }
    }
    let once = MonotonicTime.now() - second
    let divisor = UInt64(max(count, 1)) * 1000
    return [
      "tools": .integer(tools), "allowed": .integer(allowed), "partial_allowed": .integer(found),
      "each_us": .integer(Int(each / divisor)), "partial_us": .integer(Int(once / divisor)),
    ]
  }
}
