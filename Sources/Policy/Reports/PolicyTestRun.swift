public import Basics
public import Rego

/// The unit tests of a directory of policies, run, for `agw policy test`.
public struct PolicyTestRun: Sendable {
  public let results: RegoTestRun

  /// Runs all tests below `directory`, which may be a bundle (`.tar.gz`), or those whose `package.name` the pattern
  /// matches (RE2). Blocking.
  public init(
    directory: String, matching pattern: String = "", limits: PolicyLimits = .standard
  ) throws(PolicyErrors) {
    let bundle = try PolicyBundle(path: directory, limits: limits)
    let policy = try PolicyCompiler.compile(bundle.policies + bundle.tests, of: bundle, isTraced: true)
    do throws(RegoError) {
      results = try RegoTestRunner(policy: policy).run(matching: pattern)
    } catch {
      throw PolicyErrors(RegoErrors([error]))
    }
  }

  public var reports: [RegoTestReport] { results.reports }

  /// Whether there was a test and none failed. A run without tests proves nothing.
  public var isPassed: Bool { results.isPassed }

  /// The lines of `opa test`; with `coverage` what it covers, too, after runs that pass.
  public func text(isVerbose: Bool, coverage: Bool = false) -> String {
    let text = results.text(isVerbose: isVerbose)
    guard coverage, let report = results.coverage else { return text }
    return text + "\n" + report.text
  }

  /// What `opa test --format json` prints: a list of results, or with `coverage` which lines were reached.
  public func json(coverage: Bool = false) -> JSONValue {
    coverage ? results.coverage?.json ?? results.json : results.json
  }
}
