import Basics
import Detection
import FoundationEssentials
import Identity
import Policy
import Registry
import Settings
import SPIFFE
import Synchronization

/// Reads everything that a snapshot is made of. Blocks on the disk; parts whose sources are unchanged are reused.
final class SnapshotLoader: Sendable {
  private struct Compiled<Value: Sendable>: Sendable {
    let source: Digest256
    let value: Value
  }

  private struct Reusable {
    var policy: Compiled<DecisionPoint>?
    var rules: Compiled<DetectionEngine>?
  }

  private let reusable = Mutex(Reusable())
  private let runtime: GatewayRuntime

  init(runtime: GatewayRuntime) { self.runtime = runtime }

  func load(_ configuration: Configuration) throws(LoadProblem) -> Snapshot {
    let registry = try Self.registry(configuration, admitted: runtime.review.history.admitted)
    let rules = try rules(configuration)
    let stack = try runtime.policies.stack(configuration, over: try Self.bundle(configuration))
    let policy = try policy(stack, configuration)
    let parts = SnapshotParts(
      configuration: configuration, registry: registry, stack: stack, policy: policy,
      decisions: try RemoteDecisionPoint(configuration.authorization) ?? networked(policy, configuration),
      requestRules: DetectionEngine(rules, profile: DetectionProfile(configuration.detection.requests)),
      answerRules: DetectionEngine(rules, profile: DetectionProfile(configuration.detection.answers)),
      recordRules: DetectionEngine(rules, profile: .records),
      servers: try ServerTable(configuration, registry, runtime.metrics),
      authenticator: try IdentityLoader.authenticator(configuration.identity),
      guardModel: try GuardModel(configuration.deepScan), classifier: try Self.classifier(configuration),
      challenge: IdentityLoader.challenge(configuration),
      protectedResource: IdentityLoader.protectedResource(configuration.identity.bearer))
    return snapshot(parts)
  }

  private func snapshot(_ parts: SnapshotParts) -> Snapshot {
    Snapshot(
      parts, chain: ChainBuilder.chain(parts, runtime), answerLayers: ChainBuilder.answerLayers(parts, runtime))
  }

  /// `old` with other policies: nothing else is read again.
  func load(_ stack: PolicyStack, in old: Snapshot) throws(PolicyErrors) -> Snapshot {
    var parts = old.parts
    parts.stack = stack
    parts.policy = try Self.compile(stack, old.configuration)
    if parts.decisions is NetworkedDecisionPoint { parts.decisions = networked(parts.policy, old.configuration) }
    return snapshot(parts)
  }

  private func networked(_ policy: DecisionPoint, _ configuration: Configuration) -> (any DecisionSource)? {
    let settings = configuration.policy.httpSend
    return settings.isGranted ? NetworkedDecisionPoint(policy, settings, threads: runtime.policyThreads.pool) : nil
  }

  // MARK: Registry

  static func registry(
    _ configuration: Configuration, admitted: [AdmittedTool] = []
  ) throws(LoadProblem) -> ToolRegistry {
    let path = configuration.registry.file
    do {
      let bytes = try FileBytes.read(path, bytesMax: registryBytesMax)
      try check(configuration.registry.sha256, against: Digest256(of: bytes), "registry", path)
      return try ToolRegistry(
        RegistryFile(bytes, path: path), requireHashes: configuration.profile.isProduction, admitted: admitted,
        server: { ServerTable.name(of: $0, in: configuration) })
    } catch let problem as LoadProblem {
      throw problem
    } catch {
      throw LoadProblem("registry", error)
    }
  }

  /// Largest registry file, in bytes.
  private static let registryBytesMax = 16 << 20

  private static func check(
    _ expected: String?, against digest: Digest256, _ part: String, _ path: String
  ) throws(LoadProblem) {
    guard let expected, Digest256(hex: expected) != digest else { return }
    throw LoadProblem(
      part, ["\(path) has the digest \(digest.hex), but \(part).sha256 says \(expected); review the change and pin it"])
  }

  // MARK: Policy

  private func policy(_ stack: PolicyStack, _ configuration: Configuration) throws(LoadProblem) -> DecisionPoint {
    let settings = configuration.policy
    let rest = "\(settings.defaultAction) \(settings.evaluationTimeout) \(settings.decisionPackages) \(stack.missing)"
    let source = Digest256(of: stack.bundle.digest.bytes + Array(rest.utf8))
    if let known = reusable.withLock({ $0.policy }), known.source == source { return known.value }
    let point = try Self.decisionPoint(stack, configuration)
    reusable.withLock { $0.policy = Compiled(source: source, value: point) }
    return point
  }

  static func bundle(_ configuration: Configuration) throws(LoadProblem) -> PolicyBundle {
    let bundle: PolicyBundle
    do {
      bundle = try PolicyBundle(directory: configuration.policy.directory)
    } catch {
      throw LoadProblem("policy", error)
    }
    try check(configuration.policy.sha256, against: bundle.digest, "policy", configuration.policy.directory)
    return bundle
  }

  static func decisionPoint(
    _ stack: PolicyStack, _ configuration: Configuration
  ) throws(LoadProblem) -> DecisionPoint {
    do {
      return try compile(stack, configuration)
    } catch {
      throw LoadProblem("policy", error)
    }
  }

  private static func compile(
    _ stack: PolicyStack, _ configuration: Configuration
  ) throws(PolicyErrors) -> DecisionPoint {
    let settings = configuration.policy
    return try DecisionPoint(
      stack.bundle, furtherPackages: settings.decisionPackages, allowsUnmentioned: settings.defaultAction == .allow,
      timeout: settings.evaluationTimeout, missingBundles: stack.missing)
  }

  // MARK: Detection

  /// Largest rule file, in bytes.
  private static let ruleFileBytesMax = 4 << 20

  private func rules(_ configuration: Configuration) throws(LoadProblem) -> DetectionEngine {
    let texts = try Self.ruleTexts(configuration)
    let source = Digest256(of: Array(texts.map { "\($0.name)\n\($0.text)" }.joined(separator: "\u{0}").utf8))
    if let known = reusable.withLock({ $0.rules }), known.source == source { return known.value }
    let rules = try Self.ruleSet(texts)
    do throws(DetectionError) {
      let engine = try DetectionEngine(rules: rules, profile: .requests, cache: Self.cache(configuration))
      reusable.withLock { $0.rules = Compiled(source: source, value: engine) }
      return engine
    } catch {
      throw LoadProblem("detection", error)
    }
  }

  private static func classifier(_ configuration: Configuration) throws(LoadProblem) -> AttackClassifier? {
    guard let path = configuration.detection.classifier else { return nil }
    do throws(DetectionError) {
      return try AttackClassifier(path: path)
    } catch {
      throw LoadProblem(
        "detection",
        ["detection.classifier: \(error); name the file, or leave the key empty to have a guard model decide alone"])
    }
  }

  static func ruleTexts(_ configuration: Configuration) throws(LoadProblem) -> [(name: String, text: String)] {
    var texts: [(name: String, text: String)] = []
    for path in configuration.detection.ruleFiles {
      do {
        let bytes = try FileBytes.read(path, bytesMax: ruleFileBytesMax)
        texts.append((path, String(decoding: bytes, as: UTF8.self)))
      } catch {
        throw LoadProblem("detection", error)
      }
    }
    guard !texts.isEmpty else { throw LoadProblem("detection", ["detection.rule_files names no file"]) }
    return texts
  }

  static func ruleSet(_ texts: [(name: String, text: String)]) throws(LoadProblem) -> [DetectionRule] {
    do throws(DetectionError) {
      var rules: [DetectionRule] = []
      for (name, text) in texts { rules += try RuleFile.rules(in: text, name: name) }
      return rules
    } catch {
      throw LoadProblem("detection", error)
    }
  }

  /// Compiled rules are kept in the state directory, so that the next start does not compile them again.
  private static func cache(_ configuration: Configuration) -> DatabaseCache? {
    let directory = configuration.detection.cacheDirectory
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return DatabaseCache(directory: directory)
  }
}
