internal import Basics

/// Runs the unit tests of a policy by OPA's conventions: rules `test_*` must be true, rules `todo_test_*` are skipped.
public struct RegoTestRunner {
  public enum Outcome: Sendable, Equatable {
    case passed
    case failed
    case skipped
    /// The evaluation ended with an error.
    case error(RegoError)
  }

  public struct Report: Sendable {
    /// `data.mcp.authz_test`
    public var package: String
    public var name: String
    public var file: String
    public var row: Int
    public var outcome: Outcome
    /// What the test printed.
    public var output: [String]
    public var nanoseconds: UInt64
  }

  private let policy: CompiledPolicy
  private let context: RegoContext

  /// `policy` holds the modules under test and the tests.
  public init(policy: CompiledPolicy, limits: RegoLimits = RegoLimits()) {
    self.policy = policy
    context = RegoContext(limits: limits)
    context.recordsPrints = true
  }

  /// Runs all tests, or those whose `package.name` contains `filter`; in source order.
  public func run(matching filter: String = "") -> [Report] {
    var reports: [Report] = []
    for test in tests() where filter.isEmpty || "\(test.package).\(test.name)".contains(filter) {
      reports.append(run(test))
    }
    return reports
  }

  private func tests() -> [Report] {
    var found: [Report] = []
    var seen: Set<String> = []
    for module in policy.builder.modules {
      let package = "data." + module.package.joined(separator: ".")
      for rule in module.rules {
        let name = rule.head.reference.compactMap(\.isString).last ?? ""
        let isTest = name.hasPrefix("test_") || name.hasPrefix("todo_test_")
        guard isTest, rule.head.arguments == nil else { continue }
        let path = ([package] + rule.head.reference.compactMap(\.isString)).joined(separator: ".")
        guard seen.insert(path).inserted else { continue }
        let source = policy.builder.program.sources
        let file = Int(rule.location.file) < source.count ? source[Int(rule.location.file)] : ""
        found.append(
          Report(
            package: package, name: String(path.dropFirst(package.count + 1)), file: file,
            row: Int(rule.location.row), outcome: name.hasPrefix("todo_") ? .skipped : .failed, output: [],
            nanoseconds: 0))
      }
    }
    return found
  }

  private func run(_ test: Report) -> Report {
    guard test.outcome != .skipped else { return test }
    var report = test
    let start = MonotonicTime.now()
    do throws(RegoError) {
      let result = try policy.query(test.package + "." + test.name).evaluate(RegoInput(), in: context)
      report.outcome = result?.isTrue == true ? .passed : .failed
    } catch {
      report.outcome = .error(error)
    }
    report.output = context.prints
    report.nanoseconds = MonotonicTime.now() &- start
    return report
  }
}
