/// Whether the policies of a directory can be used, for `agw policy check`.
public struct PolicyCheck: Sendable {
  /// What keeps them from being used; empty if nothing does.
  public let problems: [PolicyProblem]
  /// What is allowed and probably not meant.
  public let warnings: [PolicyProblem]

  /// Loads and compiles everything below `directory`, which may be a bundle (`.tar.gz`), tests included. Blocking.
  public init(
    directory: String, furtherPackages: [String] = [], limits: PolicyLimits = .standard
  ) {
    var problems: [PolicyProblem] = []
    var warnings: [PolicyProblem] = []
    do {
      let bundle = try PolicyBundle(path: directory, limits: limits)
      let point = try DecisionPoint(bundle, furtherPackages: furtherPackages)
      if point.packages.isEmpty {
        let known = (DecisionPoint.standardPackages + furtherPackages).joined(separator: ", ")
        warnings.append(
          PolicyProblem(
            "policy_decides_nothing", file: "",
            "No decision package is here, so every call is denied: \(known)."))
      }
      for name in furtherPackages where !point.packages.contains(name) {
        warnings.append(
          PolicyProblem("policy_package_missing", file: "", "The decision package \(name) has no rules."))
      }
      _ = try PolicyCompiler.compile(bundle.policies + bundle.tests, of: bundle)
    } catch {
      problems = error.problems
    }
    self.problems = problems
    self.warnings = warnings
  }

  public var isUsable: Bool { problems.isEmpty }

  /// One line a problem, or `ok`.
  public var text: String {
    let lines = problems.map { "error: \($0)" } + warnings.map { "warning: \($0)" }
    return lines.isEmpty ? "ok" : lines.joined(separator: "\n")
  }
}
