public import Basics
public import Rego

/// Compiled policies, and how a question is put to them. Immutable; shared by all threads.
///
/// A question is allowed if the `allow` of some decision package is true (or an object whose `allow` is
/// true), and no decision package's `deny` is true or non-empty. Undefined and errors mean no.
public final class DecisionPoint: Sendable {
  /// The packages that are asked, if they are there.
  public static let standardPackages = ["mcp.authz", "precinct.authz", "agentweave.authz"]

  /// Members scanned, rules called and values collected for one decision.
  static let stepsMax = 1_000_000
  /// Nesting of calls and comprehensions in one decision.
  static let depthMax = 1_000
  /// Values made for one decision, in bytes.
  static let bytesMax = 64 << 20

  /// Of the bundle that was compiled.
  public let digest: Digest256
  /// The decision packages that the policies define, in the order in which they are heard.
  public let packages: [String]
  /// What the policies read; the rest of a question may be left out.
  public let needs: InputNeeds
  public let policy: CompiledPolicy
  private let query: PreparedQuery
  private let keys: [(key: String, part: InputNeeds)]
  let allowsUnmentioned: Bool
  private let limits: RegoLimits
  /// Bundles whose rules should be heard and are not there.
  private let missingBundles: [String]

  /// Compiles a bundle.
  ///
  /// - Parameters:
  ///   - furtherPackages: Decision packages beside ``standardPackages``, without `data.`.
  ///   - allowsUnmentioned: Whether a question that no package's rules mention is allowed.
  ///     For development only.
  ///   - timeout: Of one decision; a longer one is denied.
  ///   - missingBundles: As long as one of them is not there, nothing is allowed: it may hold what denies.
  public init(
    _ bundle: PolicyBundle, furtherPackages: [String] = [], allowsUnmentioned: Bool = false,
    timeout: Duration = .milliseconds(100), missingBundles: [String] = []
  ) throws(PolicyErrors) {
    digest = bundle.digest
    self.missingBundles = missingBundles
    limits = RegoLimits(
      steps: Self.stepsMax, depth: Self.depthMax, bytes: Self.bytesMax,
      nanoseconds: UInt64(clamping: timeout.wholeNanoseconds))
    self.allowsUnmentioned = allowsUnmentioned
    policy = try PolicyCompiler.compile(bundle.policies, of: bundle)
    keys = InputNeeds.keys(readBy: policy.inputKeys)
    needs = keys.reduce(into: []) { $0.insert($1.part) }
    let defined = Set(policy.packages)
    var asked: [String] = []
    for name in Self.standardPackages + furtherPackages where defined.contains("data." + name) {
      if !asked.contains(name) { asked.append(name) }
    }
    packages = asked
    do {
      query = try policy.query(Self.query(asked))
    } catch {
      throw PolicyErrors(RegoErrors([error]))
    }
  }

  /// One query for all packages: a list of pairs, `allow` and `deny`, each a list that is empty if undefined.
  private static func query(_ packages: [String]) -> String {
    let pairs = packages.map { package in
      let path = package.split(separator: ".").map { "[\"\($0)\"]" }.joined()
      return "[[v | v := data\(path).allow], [v | v := data\(path).deny]]"
    }
    return "[\(pairs.joined(separator: ", "))]"
  }

  /// Puts a question. Synchronous; `context` belongs to the calling thread.
  public func decide(_ question: PolicyQuestion, in context: RegoContext) -> PolicyDecision {
    guard missingBundles.isEmpty else {
      return .failed(
        "policy_bundle_missing", "The bundle \(missingBundles.joined(separator: ", ")) is not activated yet.")
    }
    context.now = question.now
    context.limits = limits
    let result: RegoResult?
    do {
      result = try query.evaluate(question.input(keys: keys), in: context)
    } catch {
      return .failed(error.code.rawValue, error.description)
    }
    guard let answers = result?.elements, answers.count == packages.count else {
      return .failed("policy_no_answer", "The policies gave no answer.")
    }
    return verdict(answers)
  }

  private func verdict(_ answers: [RegoResult]) -> PolicyDecision {
    var allowed: (rule: String, reason: String?)?
    var obligations: [JSONValue] = []
    var denied: PolicyDecision?
    var isMentioned = false
    for (package, answer) in zip(packages, answers) {
      guard let opinion = PackageOpinion(answer) else {
        return .failed("policy_no_answer", "The policies gave no answer.", rule: package)
      }
      if case .yes(let reason) = opinion.deny, denied == nil {
        denied = PolicyDecision(isAllowed: false, reason: reason, rule: package + ".deny")
      }
      switch opinion.allow {
      case .silent: break
      case .no: isMentioned = true
      case .yes(let reason, let more):
        if allowed == nil { allowed = (package + ".allow", reason) }
        obligations += more
      case .unclear:
        return .failed(
          "policy_unclear_allow", "allow must be true, false, or an object whose allow is.",
          rule: package + ".allow")
      }
    }
    if let denied { return denied }
    if let allowed {
      return PolicyDecision(
        isAllowed: true, reason: allowed.reason, obligations: obligations, rule: allowed.rule)
    }
    return PolicyDecision(isAllowed: allowsUnmentioned && !isMentioned)
  }

  /// Which of `tools` the asker may call; `question` gives who asks and when.
  public func allowedTools(
    _ tools: [(name: String, info: JSONValue?)], asking question: PolicyQuestion, in context: RegoContext
  ) -> [String] {
    var question = question
    question.method = "tools/call"
    return tools.compactMap { tool in
      question.toolName = tool.name
      question.toolInfo = tool.info
      question.arguments = .none
      return decide(question, in: context).isAllowed ? tool.name : nil
    }
  }
}

extension Duration {
  /// Rounded down, from 0 to a day: no decision takes longer.
  fileprivate var wholeNanoseconds: Int64 {
    let seconds = min(max(components.seconds, 0), 86_400)
    return seconds * 1_000_000_000 + max(components.attoseconds, 0) / 1_000_000_000
  }
}
