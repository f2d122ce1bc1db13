public import Basics
import Identity
import Policy
import Rego
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
    let record = runtime.identities.record(of: id)
    var object = record?.document.objectValue ?? ["spiffe_id": .string(id.text), "status": "unknown"]
    let tools = try? PolicyTrial(runtime.snapshot).tools(allowedTo: id, now: now)
    object["allowed_tools"] = .array((tools ?? []).map { .string($0) })
    return .object(object)
  }
}
