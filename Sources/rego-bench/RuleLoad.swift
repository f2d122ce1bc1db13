import Basics
import Rego

/// A policy of many rules, each for a caller and a tool of its own.
struct RuleLoad {
  let rules: Int

  private var text: String {
    var lines = ["package authz", "import rego.v1", "default allow := false"]
    for index in 0..<rules {
      lines.append("allow if { input.caller == \"agent-\(index)\"; input.tool in {\"tool-\(index)\", \"echo\"} }")
    }
    return lines.joined(separator: "\n")
  }

  private func policy() throws -> CompiledPolicy { try CompiledPolicy(sources: [RegoSource(path: "p.rego", text: text)]) }

  func load() throws -> JSONValue {
    let text = text
    let before = ProcessMemory.kilobytes
    let start = MonotonicTime.now()
    let policy = try CompiledPolicy(sources: [RegoSource(path: "p.rego", text: text)])
    let elapsed = MonotonicTime.now() - start
    let memory = ProcessMemory.kilobytes - before
    return [
      "rules": .integer(rules), "microseconds": .integer(Int(elapsed / 1000)), "kilobytes": .integer(memory),
      "packages": .integer(policy.packages.count),
    ]
  }

  /// A caller in the middle, so that neither end is favoured.
  func decide(count: Int) throws -> JSONValue {
    let query = try policy().query("data.authz.allow")
    let input: JSONValue = ["caller": .string("agent-\(rules / 2)"), "tool": .string("tool-\(rules / 2)")]
    let benchmark = RegoBenchmark(query, input: input)
    var record = try benchmark.run(count: count).json.objectValue ?? JSONObject()
    record["answer"] = try benchmark.answer() ?? .null
    return .object(record)
  }
}
