import Basics
import FoundationEssentials
import Rego

/// One of the policies that engines are compared on: `NAME.rego`, `NAME_data.json`, `NAME_input.json`.
struct SamplePolicy {
  private static let queries = [
    "rbac": "data.app.rbac.allow", "api": "data.httpapi.authz.allow", "linear": "data.acl.linear.allow",
    "gw": "data.gw.authz.decision",
  ]

  private let query: PreparedQuery
  private let inputText: [UInt8]

  init(directory: String, name: String) throws {
    func read(_ suffix: String) throws -> String {
      try String(contentsOfFile: directory + "/" + name + suffix, encoding: .utf8)
    }
    let policy = try CompiledPolicy(
      sources: [RegoSource(path: name + ".rego", text: try read(".rego"))],
      data: try JSONValue.parse(try read("_data.json")))
    query = try policy.query(Self.queries[name] ?? "data")
    inputText = Array(try read("_input.json").utf8)
  }

  func decide(count: Int, threads: Int) throws -> JSONValue {
    let benchmark = RegoBenchmark(query, input: try JSONValue.parse(inputText))
    var record = try benchmark.run(count: count, threads: threads).json.objectValue ?? JSONObject()
    record["answer"] = try benchmark.answer() ?? .null
    return .object(record)
  }

  /// With the input's text read for every decision.
  func parse(count: Int) throws -> JSONValue {
    let context = RegoContext()
    let start = MonotonicTime.now()
    for _ in 0..<count {
      let input = RegoInput(try JSONDocument(parsing: inputText))
      _ = try query.evaluate(input, in: context)
    }
    return ["p50_ns": .integer(Int((MonotonicTime.now() - start) / UInt64(max(count, 1))))]
  }
}
