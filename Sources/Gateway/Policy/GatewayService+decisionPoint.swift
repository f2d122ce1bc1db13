public import Basics
public import Policy
public import Rego
import Settings

extension GatewayService {
  /// The policies in force, with what they were compiled from.
  public struct PoliciesInForce: Sendable {
    public let stack: PolicyStack
    public let policy: CompiledPolicy
    /// Whom they may ask; nil means nobody.
    public let network: RegoNetworkAccess?

    public var reading: PolicyReading { PolicyReading(policy, network: network) }
  }

  public var policies: PoliciesInForce {
    let snapshot = runtime.snapshot
    let settings = snapshot.configuration.policy.httpSend
    let plane = plane
    let network = settings.isGranted ? RegoNetworkAccess(settings) { plane.onSomeLoop($0) } : nil
    return PoliciesInForce(stack: snapshot.parts.stack, policy: snapshot.policy.policy, network: network)
  }

  /// Changes documents or policies; they are in force, and kept, when it returns. Blocks on the disk.
  ///
  /// - Parameters:
  ///   - detail: What the audit log says of it.
  ///   - change: Makes the new stack; nil means that there is nothing to do.
  /// - Throws: what `change` throws, ``PolicyErrors`` if the result does not compile, `FileError` if it cannot be
  ///   kept. Nothing has changed then.
  public func changePolicies(_ detail: String, _ change: (PolicyStack) throws -> PolicyStack?) throws {
    let before = runtime.snapshot.policyDigest
    let store = runtime.policies
    let after = try reloader.changePolicies(change) { try store.keep($0.overlay) }
    if after.policyDigest != before { recordChange("\(detail); policy digest \(after.policyDigest)") }
  }

  /// How each configured bundle is.
  public var bundleStatuses: [BundleStatus] { runtime.policies.bundleStatuses }

  /// Whether answers of the REST API are logged, and so have identifiers.
  public var logsDecisions: Bool {
    let settings = configuration.decisionLog
    return settings.file != nil || settings.console
  }

  /// Writes one answer of the REST API to the decision log; not for an event loop.
  ///
  /// - Returns: The identifier of the line; nil if decisions are not logged.
  public func logDecision(
    path: String, query: String? = nil, input: JSONValue?, result: JSONValue?, error: RegoError? = nil, peer: String,
    nanoseconds: UInt64
  ) -> String? {
    guard let logging = DecisionLogging(runtime.snapshot.parts, runtime.decisionLog) else { return nil }
    var entry = DecisionEntry(path: path, now: .now())
    let id = Identifiers.instance()
    entry.decisionID = id
    entry.query = query
    entry.peer = peer
    entry.nanoseconds = nanoseconds
    entry.result = result
    entry.fault = error.map { PolicyDecision.Fault(code: $0.code.rawValue, message: $0.message) }
    logging.record(entry, input: input)
    return id
  }
}
