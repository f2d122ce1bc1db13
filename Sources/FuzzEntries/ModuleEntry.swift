import Basics
import Rego

/// Compiles, formats and evaluates a module.
enum ModuleEntry {
  /// Small, so that the fuzzer sees many modules a second and a slow one is noticed.
  static let limits = RegoLimits(steps: 20_000, depth: 100, bytes: 16 << 20, nanoseconds: 2_000_000_000)
  /// Rules that are evaluated one by one.
  private static let rulesMax = 32

  private static let input: JSONValue = [
    "a": .integer(1), "b": "text", "c": .array([.integer(1), "x", .null]), "user": "alice",
    "d": .object(["k": .array([.bool(true)])]),
  ]
  private static let data: JSONValue = ["roles": .object(["alice": .array(["admin"])])]

  static func violation(by bytes: [UInt8]) -> String? {
    guard let source = try? RegoSource(path: "fuzz.rego", bytes: bytes) else { return nil }
    for version in [RegoVersion.v1, .v0] {
      if let violation = violation(by: source, version) { return violation }
    }
    return nil
  }

  private static func violation(by source: RegoSource, _ version: RegoVersion) -> String? {
    if let violation = formatting(source, version) { return violation }
    var options = RegoOptions(version: version)
    options.isStrict = source.text.utf8.count % 2 == 0
    guard let policy = try? CompiledPolicy(sources: [source], data: data, options: options) else { return nil }
    evaluate(policy)
    return nil
  }

  /// What can be written in the canonical form is not changed by writing it so again.
  private static func formatting(_ source: RegoSource, _ version: RegoVersion) -> String? {
    let formatter = RegoFormatter(version: version)
    do throws(RegoError) {
      let once = try formatter.format(source)
      let twice = try RegoFormatter().format(RegoSource(path: source.path, text: once))
      return once == twice ? nil : "formatting is not idempotent"
    } catch {
      return error.code == .internalError ? "formatting: \(error)" : nil
    }
  }

  /// All documents, and what would be left if nothing were known of the input; the answers do not matter.
  static func evaluate(_ policy: CompiledPolicy) {
    let context = RegoContext(limits: limits)
    context.now = Timestamp(seconds: 1_700_000_000)
    context.recordsPrints = true
    for path in [[]] + policy.rulePaths.prefix(rulesMax) {
      let reference = "data" + path.map { "[\(JSONValue.string($0).text)]" }.joined()
      if let query = try? policy.query(reference) {
        _ = try? query.evaluate(RegoInput(input), in: context)?.json.serialized()
      }
      _ = try? policy.compile(query: reference, input: nil, unknowns: ["input.user", "input.c"], in: context)
    }
  }
}
