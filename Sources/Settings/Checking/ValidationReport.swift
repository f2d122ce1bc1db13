public import Basics

/// Whether a gateway would start with some files, for `agw validate`.
public struct ValidationReport: Sendable {
  /// Nil if the files cannot be read as a configuration at all.
  public let loaded: LoadedConfiguration?
  /// What keeps the files from being read; empty if nothing does.
  public let problems: [ConfigurationProblem]
  /// What the profile refuses; only looked for if there are no problems.
  public let violations: [Violation]

  /// Loads and checks; starts nothing. Blocking.
  public init(of paths: [String], with loader: ConfigurationLoader) {
    do {
      let loaded = try loader.load(paths)
      self.loaded = loaded
      problems = []
      violations = ProfileCheck.violations(of: loaded)
    } catch {
      loaded = nil
      problems = error.problems
      violations = []
    }
  }

  public var isValid: Bool { problems.isEmpty && violations.isEmpty }

  /// One line for each finding, and the outcome at the end.
  public var text: String {
    let lines = problems.map(\.description) + violations.map(\.description)
    guard let loaded else {
      return (lines + ["refused: \(problems.count) problem(s)"]).joined(separator: "\n")
    }
    let configuration = loaded.configuration
    let outcome =
      violations.isEmpty
      ? "ok: profile \(configuration.profile.rawValue), digest \(configuration.digest.hex)"
      : "refused: \(violations.count) violation(s) of profile \(configuration.profile.rawValue)"
    return (lines + [outcome]).joined(separator: "\n")
  }

  public var json: JSONValue {
    [
      "valid": .bool(isValid),
      "problems": .array(problems.map { Self.finding($0.code.rawValue, $0.key, $0.origin, $0.message) }),
      "violations": .array(violations.map { Self.finding($0.code.rawValue, $0.key, $0.origin, $0.message) }),
      "profile": loaded.map { .string($0.configuration.profile.rawValue) } ?? .null,
      "digest": loaded.map { .string($0.configuration.digest.hex) } ?? .null,
      "effective": loaded?.configuration.effective ?? .null,
    ]
  }

  private static func finding(_ code: String, _ key: String, _ origin: Origin, _ message: String) -> JSONValue
  {
    [
      "code": .string(code), "key": .string(key), "origin": .string("\(origin)"), "message": .string(message),
    ]
  }
}
