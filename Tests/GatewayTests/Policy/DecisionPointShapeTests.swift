import Basics
import TestKit
import Testing

@testable import Gateway
@testable import Settings

/// Answers of the REST API against what OPA's documentation shows.
@Suite("Decision point, shapes") struct DecisionPointShapeTests {
  static let rules = """
    package shapes
    import rego.v1
    greeting := concat(" ", ["hello", input.name])
    numbers contains n if some n in [3, 1, 2]
    broken := to_number("x")
    conflict := v if some v in [1, 2]
    """

  private func run(_ body: (DecisionPointHarness) async throws -> Void) async throws {
    try await DecisionPointHarness.run(configure: { settings, directory in
      try directory.write(Self.rules, to: "policies/shapes.rego")
      try directory.write(#"{"list": [{"a b": 1}, 2]}"#, to: "policies/data.json")
    }, body)
  }

  private func text(_ point: DecisionPointHarness, _ verb: String, _ path: String, _ body: String = "") async throws
    -> String
  {
    let answer = try await point.ask(verb, path, body)
    return "\(answer.status) \(answer.text.dropLast())"
  }

  @Test func documentsAreRead() async throws {
    try await run { point in
      #expect(try await text(point, "GET", "/v1/data/list") == #"200 {"result":[{"a b":1},2]}"#)
      #expect(try await text(point, "GET", "/v1/data/list/0/a%20b") == #"200 {"result":1}"#)
      #expect(try await text(point, "GET", "/v1/data/nothing/here") == "200 {}")
      #expect(try await text(point, "GET", "/v1/data/shapes/numbers") == #"200 {"result":[1,2,3]}"#)
      #expect(
        try await text(point, "GET", "/v1/data/shapes/greeting?input=%7B%22name%22%3A%22you%22%7D")
          == #"200 {"result":"hello you"}"#)
      #expect(try await text(point, "GET", "/v1/data/shapes/greeting") == "200 {}")
      #expect(try await point.code("GET", "/v1/data/shapes/greeting?input=%7B") == "400 invalid_parameter")
      #expect(
        try await text(point, "POST", "/v1/data/shapes/greeting", #"{"input": {"name": "you"}}"#)
          == #"200 {"result":"hello you"}"#)
      #expect(
        try await text(point, "POST", "/v1/data/list/1")
          == #"200 {"result":2,"warning":{"code":"api_usage_warning","message":"'input' key missing from the request"}}"#)
      for body in ["{", "[1]", "\"x\"", "{} {}"] {
        #expect(try await point.code("POST", "/v1/data/list", body) == "400 invalid_parameter")
      }
      #expect(
        try await text(point, "GET", "/v1/data/list/0?pretty=true")
          == "200 {\n  \"result\": {\n    \"a b\": 1\n  }\n}")
      let more = try await point.ask("GET", "/v1/data/list?metrics&provenance&explain=full&instrument").json
      #expect(more["metrics"]?["timer_server_handler_ns"]?.intValue != nil)
      #expect(more["provenance"]?["version"] != nil && more["result"] != nil)
    }
  }

  @Test func errorsOfAnEvaluationAreTold() async throws {
    try await run { point in
      let conflict = try await point.ask("GET", "/v1/data/shapes/conflict")
      #expect(conflict.status == 500 && conflict.json["code"] == "internal_error")
      #expect(conflict.json["message"] == "error(s) occurred while evaluating query")
      #expect(conflict.json["errors"]?.arrayValue?.first?["code"] == "eval_conflict_error")
      #expect(try await text(point, "GET", "/v1/data/shapes/broken") == "200 {}")
      let strict = try await point.ask("GET", "/v1/data/shapes/broken?strict-builtin-errors")
      #expect(strict.status == 500)
      #expect(strict.json["errors"]?.arrayValue?.first?["code"] == "eval_builtin_error")
    }
  }

  @Test func theFirstVersionAnswersDocumentsAsTheyAre() async throws {
    try await run { point in
      let greeting = try await text(point, "POST", "/v0/data/shapes/greeting", #"{"name": "you"}"#)
      #expect(greeting == #"200 "hello you""#)
      #expect(try await point.code("POST", "/v0/data/shapes/greeting", "{}") == "404 undefined_document")
      #expect(try await point.code("POST", "/", "{}") == "404 undefined_document")
      let module = "package system\nmain := input.x"
      #expect(try await point.code("PUT", "/v1/policies/main", module) == "200 ")
      #expect(try await text(point, "POST", "/", #"{"x": [1]}"#) == "200 [1]")
    }
  }

  @Test func queriesAreAnswered() async throws {
    try await run { point in
      #expect(
        try await text(point, "POST", "/v1/query", #"{"query": "some i; data.list[i] = 2"}"#)
          == #"200 {"result":[{"i":1}]}"#)
      #expect(
        try await text(point, "POST", "/v1/query", #"{"query": "input.a = x", "input": {"a": [1]}}"#)
          == #"200 {"result":[{"x":[1]}]}"#)
      #expect(try await text(point, "GET", "/v1/query?q=data.list%5B1%5D+%3D%3D+2") == #"200 {"result":[{}]}"#)
      #expect(try await text(point, "GET", "/v1/query?q=data.list%5B1%5D+%3D%3D+3") == "200 {}")
      #expect(try await point.code("GET", "/v1/query") == "400 invalid_parameter")
      let broken = try await point.ask("POST", "/v1/query", #"{"query": "x ="}"#)
      #expect(broken.json["message"] == "error(s) occurred while parsing query")
      let unsafe = try await point.ask("POST", "/v1/query", #"{"query": "x"}"#)
      #expect(unsafe.json["message"] == "error(s) occurred while compiling query")
      #expect(unsafe.json["errors"]?.arrayValue?.first?["code"] == "rego_unsafe_var_error")
      #expect(try await point.code("POST", "/v1/query", "[]") == "400 invalid_parameter")
      #expect(try await point.code("POST", "/v1/query", "{}") == "400 invalid_parameter")
    }
  }

  @Test func queriesAreCompiledForWhatIsUnknown() async throws {
    try await run { point in
      func compiled(_ body: String) async throws -> JSONValue? {
        try await point.ask("POST", "/v1/compile", body).json["result"]
      }
      func question(of caller: String) -> String {
        JSONValue.object([
          "query": "data.mcp.authz.allow == true", "unknowns": ["input.tool"],
          "input": ["caller": .string(caller), "method": "tools/call"],
        ]).text
      }
      let open = try await compiled(question(of: Toolbox.bob))
      #expect(open?["queries"]?.arrayValue?.isEmpty == false)
      let never = try await compiled(question(of: "x"))
      #expect(never == [:])
      let always = try await compiled(#"{"query": "data.list[1] == 2"}"#)
      #expect(always == ["queries": [[]]])
      for body in ["{", "[]", "{}", #"{"query": "x ="}"#, #"{"query": "true", "unknowns": [1]}"#] {
        #expect(try await point.code("POST", "/v1/compile", body) == "400 invalid_parameter", "\(body)")
      }
      #expect(try await point.code("GET", "/v1/compile") == "405 invalid_operation")
    }
  }

  @Test func changesAnswerAsOPADoes() async throws {
    try await run { point in
      #expect(try await text(point, "PUT", "/v1/data/new/one", "1") == "204 ")
      let unlessThere = [("If-None-Match", "*")]
      #expect(try await point.ask("PUT", "/v1/data/new/one", "2", unlessThere).status == 304)
      #expect(try await point.ask("PUT", "/v1/data/new/two", "2", unlessThere).status == 204)
      #expect(try await text(point, "GET", "/v1/data/new") == #"200 {"result":{"one":1,"two":2}}"#)
      #expect(try await point.code("PUT", "/v1/data/new/one/x", "2") == "404 resource_conflict")
      #expect(try await point.code("PUT", "/v1/data/new/x", "{") == "400 invalid_parameter")
      #expect(try await point.code("PUT", "/v1/data/new/x", "") == "400 invalid_parameter")
      #expect(try await text(point, "PATCH", "/v1/data/list", #"[{"op": "add", "path": "-", "value": 3}]"#) == "204 ")
      #expect(try await text(point, "GET", "/v1/data/list/2") == #"200 {"result":3}"#)
      #expect(try await point.code("PATCH", "/v1/data/list", #"[{"op": "move", "path": "/0"}]"#) == "400 invalid_parameter")
      #expect(try await point.code("PATCH", "/v1/data/no/where", #"[{"op": "add", "path": "/a/b"}]"#) == "404 resource_not_found")
      #expect(try await point.code("PATCH", "/v1/data/list", "{}") == "400 invalid_parameter")
      #expect(try await point.code("DELETE", "/v1/data/no/where") == "404 resource_not_found")
      #expect(try await point.code("DELETE", "/v1/data") == "400 invalid_parameter")
      let metrics = try await point.ask("PUT", "/v1/data/new/one?metrics", "5")
      #expect(metrics.status == 200 && metrics.json["metrics"] != nil)
    }
  }

  @Test func itsStateIsShown() async throws {
    try await run { point in
      #expect(try await text(point, "GET", "/health?bundles&plugins") == "200 {}")
      #expect(try await point.ask("GET", "/health/ready").status == 500)
      let rule = "package system.health\nimport rego.v1\nready if input.plugins_ready\nlive := 7"
      #expect(try await point.code("PUT", "/v1/policies/health", rule) == "200 ")
      #expect(try await text(point, "GET", "/health/ready") == "200 {}")
      #expect(try await point.ask("GET", "/health/live").status == 500)
      let config = try await point.ask("GET", "/v1/config").json["result"]
      #expect(config?["profile"] == "dev" && config?["decision_point"]?["listen"] == "127.0.0.1:0")
      let status = try await point.ask("GET", "/v1/status").json["result"]
      #expect(status?["plugins"]?["bundle"]?["state"] == "OK" && status?["bundles"] == [:])
    }
  }
}
