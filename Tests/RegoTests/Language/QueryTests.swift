import Basics
import Rego
import Testing

/// Queries are compiled as modules are.
struct QueryTests {
  private func policy() throws -> CompiledPolicy {
    try CompiledPolicy(sources: [
      RegoSource(path: "t.rego", text: "package t\nn := 1\nf(x) := x + 1\ns contains \"a\"\no := {\"k\": 1}")
    ])
  }

  @Test(arguments: [
    ("1 + \"a\"", RegoError.Code.type, "plus: invalid argument(s)"), ("data.t.f(\"x\")", .type, "data.t.f: invalid argument(s)"),
    ("data.t.n == \"a\"", .type, "match error"), ("data.t.o.other", .type, "undefined ref: data.t.o.other"),
    ("count(data.t.n)", .type, "count: invalid argument(s)"), ("x := y", .unsafeVariable, "var y is unsafe"),
    ("data.t.g(1)", .type, "undefined function data.t.g"), ("x == ", .parse, ""),
  ])
  func `what is wrong with a query is said before it is asked`(_ query: String, _ code: RegoError.Code, _ message: String) throws {
    let policy = try policy()
    let error = #expect(throws: RegoError.self, "\(query)") { try policy.query(body: query) }
    #expect(error?.code == code && error?.message.hasPrefix(message) == true, "\(query): \(error.map { "\($0)" } ?? "")")
    #expect(throws: RegoError.self) { try policy.partialQuery(query) }
  }

  @Test func `a query that may hold is not refused`() throws {
    let policy = try policy()
    for query in ["data.t.n + input.x == 2", "x := data.t[name]", "data.t.s[x]", "data.t.o[k] == 1", "input.a.b[_] = data.t.n"] {
      #expect(throws: Never.self, "\(query)") { try policy.query(body: query) }
    }
  }
}
