public import Basics
import Gateway
import Identity
public import SPIFFE
import Storage

extension OfflineState {
  public func identities() throws -> JSONValue {
    ["identities": .array(try store(directory()).records().map(\.document))]
  }

  /// What is known of `id`, and which registered tools the policies let it call.
  public func identity(_ id: SPIFFEID) throws -> JSONValue {
    let record = try store(directory()).record(of: id)
    var object = record?.document.objectValue ?? ["spiffe_id": .string(id.text), "status": "unknown"]
    let tools = try PolicyTrial(configuration).tools(allowedTo: id, now: .now())
    object["allowed_tools"] = .array(tools.map { .string($0) })
    return .object(object)
  }

  public func register(
    _ id: SPIFFEID, description: String, selectors: [String], lifetime: Duration?
  ) throws -> JSONValue {
    try store(idleDirectory())
      .register(id, description: description, selectors: selectors, lifetime: lifetime, now: .now()).document
  }

  public func revoke(_ id: SPIFFEID, reason: String?) throws -> JSONValue {
    try store(idleDirectory()).revoke(id, reason: reason, now: .now()).document
  }

  public func reinstate(_ id: SPIFFEID) throws -> JSONValue {
    try store(idleDirectory()).reinstate(id, now: .now()).document
  }

  private func store(_ directory: StateDirectory) throws -> IdentityStore {
    try IdentityStore(path: directory.file(IdentityStore.fileName))
  }
}
