public import Basics
public import Rego

/// The unit tests of a directory of policies, run, for `agw policy test`.
public struct PolicyTestRun: Sendable {
  public let reports: [RegoTestRunner.Report]

  /// Runs all tests below `directory`, or those whose `package.name` contains `filter`. Blocking.
  public init(
    directory: String, matching filter: String = "", limits: PolicyLimits = .standard
  ) throws(PolicyErrors) {
    let bundle = try PolicyBundle(directory: directory, limits: limits)
    let policy = try PolicyCompiler.compile(bundle.policies + bundle.tests, of: bundle)
    reports = RegoTestRunner(policy: policy).run(matching: filter)
  }

  /// Whether there was a test and none failed. A run without tests proves nothing.
  public var isPassed: Bool { !reports.isEmpty && failures.isEmpty }

  public var failures: [RegoTestRunner.Report] { reports.filter(Self.isFailure) }

  /// What failed, everything if `isVerbose`, and the counts at the end: `PASS: 7/8`, `SKIPPED: 1/8`.
  public func text(isVerbose: Bool) -> String {
    guard !reports.isEmpty else { return "no tests" }
    var lines: [String] = []
    for report in reports where isVerbose || Self.isFailure(report) {
      lines.append("\(report.file):\(report.row): \(report.package).\(report.name): \(Self.word(report))")
      lines += report.output.map { "  \($0)" }
      if case .error(let error) = report.outcome { lines.append("  \(error)") }
    }
    for word in ["PASS", "FAIL", "ERROR", "SKIPPED"] {
      let count = reports.count { Self.word($0) == word }
      if count > 0 { lines.append("\(word): \(count)/\(reports.count)") }
    }
    return lines.joined(separator: "\n")
  }

  public var json: JSONValue {
    .array(
      reports.map { report in
        [
          "package": .string(report.package), "name": .string(report.name), "file": .string(report.file),
          "row": .integer(report.row), "outcome": .string(Self.word(report)),
          "duration_us": .integer(Int(clamping: report.nanoseconds / 1_000)),
        ]
      })
  }

  private static func isFailure(_ report: RegoTestRunner.Report) -> Bool {
    report.outcome != .passed && report.outcome != .skipped
  }

  private static func word(_ report: RegoTestRunner.Report) -> String {
    switch report.outcome {
    case .passed: "PASS"
    case .failed: "FAIL"
    case .skipped: "SKIPPED"
    case .error: "ERROR"
    }
  }
}
