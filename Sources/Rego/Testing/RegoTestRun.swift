public import Basics

/// The results of a run of tests, as `opa test` shows them.
public struct RegoTestRun: Sendable {
  public let reports: [RegoTestReport]
  /// Known only if the policy is traced.
  public let coverage: RegoCoverage?

  private static let rule = String(repeating: "-", count: 80)

  /// Whether there was a test and none failed. A run without tests proves nothing.
  public var isPassed: Bool { !reports.isEmpty && failures.isEmpty }

  public var failures: [RegoTestReport] { reports.filter(\.isFailure) }

  /// All results, one object each.
  public var json: JSONValue { .array(reports.map(\.json)) }

  /// What did not pass, everything if `isVerbose`, where the failures are, and the counts at the end: `PASS: 7/8`.
  public func text(isVerbose: Bool) -> String {
    guard !reports.isEmpty else { return "no tests" }
    var lines = results(isVerbose)
    lines += failed()
    if !lines.isEmpty { lines.append(Self.rule) }
    return (lines + counts).joined(separator: "\n")
  }

  private func results(_ isVerbose: Bool) -> [String] {
    var lines: [String] = []
    var file: String?
    for report in reports where isVerbose || report.outcome != .passed {
      if let file, file != report.file { lines.append("") }
      file = report.file
      lines += ["\(report.place):", report.line]
      for test in report.cases where isVerbose || !test.isPassed {
        lines.append("  \(test.path.joined(separator: "/")): \(test.isPassed ? "PASS" : "FAIL")")
      }
      if !report.output.isEmpty { lines += [""] + report.output.map { "  " + $0 } + [""] }
      if case .error(let error) = report.outcome { lines.append("  \(error)") }
    }
    return lines
  }

  private func failed() -> [String] {
    let located = reports.compactMap { report in report.failure.map { (report, $0) } }
    guard !located.isEmpty else { return [] }
    var lines = [Self.rule, "FAILURES", Self.rule]
    for (report, failure) in located {
      let text = failure.text.split(separator: "\n", omittingEmptySubsequences: false)
      lines += [report.line, "", "  \(failure.place):"] + text.map { "    " + $0 } + [""]
    }
    return lines
  }

  private var counts: [String] {
    // A test of several cases counts once for each.
    let verdicts = reports.flatMap { report in
      report.cases.isEmpty ? [report.word] : report.cases.map { $0.isPassed ? "PASS" : "FAIL" }
    }
    return ["PASS", "FAIL", "SKIPPED", "ERROR"].compactMap { word in
      let count = verdicts.count { $0 == word }
      return count == 0 ? nil : "\(word): \(count)/\(verdicts.count)"
    }
  }
}
