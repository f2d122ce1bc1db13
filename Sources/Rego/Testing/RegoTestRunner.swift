internal import Basics

/// Runs the unit tests of a policy by OPA's conventions.
///
/// Rules `test_*` must be true; a rule `test_*[case]` must be true for every case it yields, and yield one. Rules
/// `todo_test_*` are skipped. A policy compiled with `RegoOptions.isTraced` also tells which lines the tests reached, and
/// at which expression a test failed.
public struct RegoTestRunner {
  private let policy: CompiledPolicy
  private let context: RegoContext

  /// `policy` holds the modules under test and the tests.
  public init(policy: CompiledPolicy, limits: RegoLimits = RegoLimits()) {
    self.policy = policy
    context = RegoContext(limits: limits)
    context.recordsPrints = true
    if policy.options.isTraced { context.trace = Trace(marks: policy.code.program.marks) }
  }

  /// Runs all tests in source order, or those whose `package.name` the RE2 pattern `pattern` matches somewhere.
  ///
  /// - Throws: `eval_builtin_error` if the pattern cannot be used.
  public func run(matching pattern: String = "") throws(RegoError) -> RegoTestRun {
    var found = tests()
    if !pattern.isEmpty {
      let expression = try Self.expression(pattern)
      let arena = Arena()
      found = found.filter { expression.matches(arena.string($0.path).text) }
    }
    let reports = found.map(run)
    return RegoTestRun(
      reports: reports, coverage: context.trace.map { RegoCoverage(policy.code.program, reached: $0.reached) })
  }

  private static func expression(_ pattern: String) throws(RegoError) -> RegularExpression {
    do throws(BuiltinError) {
      return try RegularExpression(pattern)
    } catch {
      throw RegoError(code: .builtin, message: error.message)
    }
  }

  private func tests() -> [RegoTestReport] {
    var found: [RegoTestReport] = []
    var seen: Set<String> = []
    for module in policy.builder.modules {
      let package = "data." + module.package.joined(separator: ".")
      for rule in module.rules {
        let names = rule.head.reference.prefix { $0.isString != nil }.compactMap(\.isString)
        guard let name = names.last(where: Self.isTest), rule.head.arguments == nil else { continue }
        let path = names.joined(separator: ".")
        guard seen.insert(package + "." + path).inserted else { continue }
        found.append(
          RegoTestReport(
            package: package, name: path, place: policy.place(of: rule.location),
            outcome: name.hasPrefix("todo_") ? .skipped : .failed))
      }
    }
    return found
  }

  private static func isTest(_ name: String) -> Bool { name.hasPrefix("test_") || name.hasPrefix("todo_test_") }

  private func run(_ test: RegoTestReport) -> RegoTestReport {
    guard test.outcome != .skipped else { return test }
    var report = test
    let start = MonotonicTime.now()
    do throws(RegoError) {
      let result = try policy.query(test.path).evaluate(RegoInput(), in: context)
      report.cases = RegoTestReport.Case.list(result?.json)
      report.outcome = result?.isTrue == true || Self.arePassed(report.cases) ? .passed : .failed
    } catch {
      report.outcome = .error(error)
    }
    report.nanoseconds = MonotonicTime.now() &- start
    report.output = context.prints
    if report.outcome == .failed { report.failure = failure(of: test) }
    return report
  }

  private static func arePassed(_ cases: [RegoTestReport.Case]) -> Bool {
    !cases.isEmpty && cases.allSatisfy(\.isPassed)
  }

  /// The expression that ended the last body of the test that had no solution.
  private func failure(of test: RegoTestReport) -> RegoTestReport.Failure? {
    guard let trace = context.trace else { return nil }
    let program = policy.code.program
    let failed = trace.visits.last { visit in
      let group = program.marks[Int(visit.entry)].group
      return visit.solutions.isEmpty && "data." + program.groups[Int(group)].path.joined(separator: ".") == test.path
    }
    guard let mark = failed?.furthest else { return nil }
    let location = program.marks[Int(mark)].location
    return RegoTestReport.Failure(place: policy.place(of: location), text: policy.text(at: location))
  }
}
