public import Basics
import Identity
import Policy
import Rego
import Sessions
import Settings
public import SPIFFE

extension GatewayService {
  /// How the last reload went; nil if there was none.
  public var lastReload: ReloadReport? { reloader.lastReport }

  /// The policies in force, for `agw policy list`.
  public var policyDocument: JSONValue {
    let snapshot = runtime.snapshot
    return [
      "digest": .string(snapshot.policyDigest), "directory": .string(configuration.policy.directory),
      "decision_packages": .array(snapshot.policy.packages.map { .string($0) }),
      "packages": .array(snapshot.policy.policy.packages.map { .string($0) }),
      "default_action": .string(configuration.policy.defaultAction.rawValue),
    ]
  }

  /// What is known of an identity, and which registered tools the policies let it call.
  public func identityDocument(of id: SPIFFEID, now: Timestamp) -> JSONValue {
    let tools = try? PolicyTrial(runtime.snapshot).tools(allowedTo: id, now: now)
    var object = IdentityPage.document(
      of: id, runtime.identities.record(of: id), configuration.identity, allowedTools: tools ?? [])
    object["sessions"] = evidence(on: id, now: now)
    return .object(object)
  }

  /// What the sessions of an identity have done so far.
  public func evidence(on id: SPIFFEID, now: Timestamp) -> JSONValue {
    .array(runtime.riskSessions.summaries(now: now).map(\.document).filter { $0["caller"]?.stringValue == id.text })
  }
}
