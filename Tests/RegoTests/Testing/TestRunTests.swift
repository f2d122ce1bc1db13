import Basics
import Rego
import Testing

/// Runs of unit tests, and what they report.
struct TestRunTests {
  private static let policy = """
    package shop

    default allow := false

    allow if {
      input.user == "alice"
      input.amount < limit
    }

    allow if input.user == "root"

    limit := 10 if input.level == "low"

    else := 100 if {
      input.level == "high"
    }
    """

  private static let tests = """
    package shop_test

    import data.shop

    test_small if shop.allow with input as {"user": "alice", "amount": 3, "level": "low"}

    test_large if {
      print("large", 30)
      shop.allow with input as {"user": "alice",
        "amount": 30, "level": "low"}
    }

    test_cases[name] if {
      some name, user in {"one": "root", "two": "root"}
      shop.allow with input as {"user": user}
    }

    todo_test_later if false

    test_broken if count({1, 2}) == to_number("x")
    """

  private func run(
    _ sources: [(String, String)] = [("shop.rego", policy), ("shop_test.rego", tests)], matching pattern: String = "",
    isStrict: Bool = false
  ) throws -> RegoTestRun {
    var options = RegoOptions(strictBuiltinErrors: isStrict)
    options.isTraced = true
    let policy = try CompiledPolicy(sources: sources.map { RegoSource(path: $0.0, text: $0.1) }, options: options)
    return try RegoTestRunner(policy: policy).run(matching: pattern)
  }

  @Test func `a run tells what passed, failed, was skipped and went wrong`() throws {
    let run = try run(isStrict: true)
    #expect(run.reports.map(\.name) == ["test_small", "test_large", "test_cases", "todo_test_later", "test_broken"])
    #expect(run.reports.prefix(4).map(\.outcome) == [.passed, .failed, .passed, .skipped])
    guard case .error(let error) = run.reports[4].outcome else {
      Issue.record("an error of a built-in is no answer")
      return
    }
    #expect(error.code == .builtin)
    #expect(!run.isPassed && run.failures.count == 2)
  }

  @Test func `a failure shows its expression, over several lines if need be`() throws {
    let failure = try run().reports[1].failure
    #expect(failure?.place.description == "shop_test.rego:9")
    #expect(
      failure?.text
        == "shop.allow with input as {\"user\": \"alice\",\n    \"amount\": 30, \"level\": \"low\"}")
  }

  @Test func `the text is that of opa test`() throws {
    let text = try run().text(isVerbose: false).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(text.first == "shop_test.rego:7:")
    #expect(text[1].hasPrefix("data.shop_test.test_large: FAIL ("))
    #expect(text.contains("  large 30"))
    #expect(text.contains("FAILURES"))
    #expect(text.contains("PASS: 3/6"))
    #expect(text.contains("FAIL: 2/6"))
    #expect(text.last == "SKIPPED: 1/6")
    #expect(!text.contains { $0.contains("test_small") })
    #expect(try run().text(isVerbose: true).contains("data.shop_test.test_small: PASS ("))
  }

  @Test func `results are the objects of opa test`() throws {
    let json = try run().json.arrayValue ?? []
    #expect(json[0]["location"] == ["file": "shop_test.rego", "row": 5, "col": 1])
    #expect(json[0]["package"] == "data.shop_test" && json[0]["name"] == "test_small" && json[0]["fail"] == nil)
    #expect(json[1]["fail"] == true && json[1]["output"] == "bGFyZ2UgMzAK")
    #expect(json[2]["sub_results"]?["one"] == ["name": "one"])
    #expect(json[3]["skip"] == true)
  }

  @Test func `a pattern picks tests by path, and a bad one is an error`() throws {
    #expect(try run(matching: "shop_test.test_(small|large)$").reports.count == 2)
    #expect(try run(matching: "nothing").isPassed == false)
    #expect(throws: RegoError.self) { try run(matching: "(") }
  }

  @Test func `a test with cases fails if one of them does or none is there`() throws {
    let tests = """
      package t
      test_mixed[name] := ok if some name, ok in {"a": true, "b": false}
      test_none[name] if some name in []
      test_deep[x][y] if { some x in ["a", "b"]; some y in ["c"] }
      """
    let run = try run([("t.rego", tests)])
    #expect(run.reports.map(\.outcome) == [.failed, .failed, .passed])
    #expect(run.reports[0].cases.map(\.isPassed) == [true, false])
    #expect(run.reports[2].cases.map(\.path) == [["a", "c"], ["b", "c"]])
    let deep = run.json.arrayValue?[2]["sub_results"]?["b"]?["sub_results"]
    #expect(deep == ["c": ["name": "c"]])
  }

  @Test func `coverage counts the lines where expressions begin and rules stand`() throws {
    let coverage = try #require(try run().coverage)
    let file = try #require(coverage.files["shop.rego"])
    #expect(file.covered == [3...3, 5...7, 10...10, 12...12])
    #expect(file.notCovered == [14...15])
    #expect(file.coveredLines == 6 && file.notCoveredLines == 2 && file.percent == 75)
    let json = coverage.json["files"]?["shop.rego"]
    #expect(json?["covered"]?.arrayValue?.first == ["start": ["row": 3], "end": ["row": 3]])
    #expect(json?["not_covered_lines"] == 2 && json?["coverage"] == 75)
    #expect(coverage.json["covered_lines"]?.intValue == coverage.coveredLines)
    #expect(coverage.text.contains("shop.rego: 75.0%, not covered: 14-15"))
  }

  @Test func `traced code decides as other code does`() throws {
    let inputs = [#"{"user": "alice", "amount": 3, "level": "low"}"#, #"{"user": "root"}"#, #"{"user": "eve"}"#]
    var options = RegoOptions()
    for isTraced in [false, true] {
      options.isTraced = isTraced
      let policy = try CompiledPolicy(sources: [RegoSource(path: "shop.rego", text: Self.policy)], options: options)
      let answers = try inputs.map { input in
        try policy.query("data.shop.allow").evaluate(RegoInput(JSONValue.parse(input)), in: RegoContext())?.isTrue
      }
      #expect(answers == [true, true, false])
    }
  }
}
