import Detection
public import Settings

/// Whether a gateway would start, for `agw validate`.
public enum Preflight {
  /// Everything that would keep it from starting, each with its place; empty if nothing would. Blocks on the disk.
  ///
  /// Reads what the configuration names: policies, registry, rules, keys. It opens no state and no port.
  public static func problems(of paths: [String], _ loader: ConfigurationLoader) -> [String] {
    let loaded: LoadedConfiguration
    do throws(ConfigurationErrors) {
      loaded = try loader.load(paths)
    } catch {
      return error.problems.map(\.description)
    }
    let configuration = loaded.configuration
    var problems = ProfileCheck.violations(of: loaded).map(\.description)
    problems += lines { () throws(LoadProblem) in _ = try PolicyTrial(configuration) }
    problems += lines { () throws(LoadProblem) in
      _ = try SnapshotLoader.ruleSet(try SnapshotLoader.ruleTexts(configuration))
    }
    problems += lines { () throws(LoadProblem) in _ = try Opening.tls(configuration) }
    problems += lines { () throws(LoadProblem) in
      _ = try Opening.mutualTLS(configuration.decisionPoint.tls, configuration.identity, "decision_point.tls")
    }
    problems += lines { () throws(LoadProblem) in _ = try GuardModel(configuration.deepScan) }
    problems += lines { () throws(LoadProblem) in _ = try RemoteDecisionPoint(configuration.authorization) }
    problems += IdentityGuidance.problems(configuration)
    return problems
  }

  private static func lines(_ load: () throws(LoadProblem) -> Void) -> [String] {
    do throws(LoadProblem) {
      try load()
      return []
    } catch {
      return error.lines.map { "\(error.part): \($0)" }
    }
  }
}
