import Authority
public import Basics
import Gateway
import Identity
import Settings
public import SPIFFE
import Storage

extension OfflineState {
  public func identities() throws -> JSONValue {
    ["identities": .array(try store(directory()).records().map(\.document))]
  }

  /// What is known of `id`, and which registered tools the policies let it call.
  public func identity(_ id: SPIFFEID) throws -> JSONValue {
    let record = try store(directory()).record(of: id)
    let tools = try PolicyTrial(configuration).tools(allowedTo: id, now: .now())
    return .object(IdentityPage.document(of: id, record, configuration.identity, allowedTools: tools))
  }

  public func register(
    _ id: SPIFFEID, description: String, selectors: [String], lifetime: Duration?
  ) throws -> JSONValue {
    if let wrong = selectors.first(where: { !Selector.isWellFormed($0) }) {
      throw OfflineError("\"\(wrong)\" is no selector, such as unix:uid:1000 or k8s:ns:tools")
    }
    return try store(idleDirectory())
      .register(id, description: description, selectors: selectors, lifetime: lifetime, now: .now()).document
  }

  public func revoke(_ id: SPIFFEID, reason: String?) throws -> JSONValue {
    try store(idleDirectory()).revoke(id, reason: reason, now: .now()).document
  }

  public func quarantine(_ id: SPIFFEID, reason: String?) throws -> JSONValue {
    try store(idleDirectory()).quarantine(id, reason: reason, now: .now()).document
  }

  public func release(_ id: SPIFFEID, by person: String) throws -> JSONValue {
    try store(idleDirectory()).release(id, by: person, now: .now()).document
  }

  public func reinstate(_ id: SPIFFEID) throws -> JSONValue {
    try store(idleDirectory()).reinstate(id, now: .now()).document
  }

  private func store(_ directory: StateDirectory) throws -> IdentityStore {
    try IdentityStore(path: directory.file(IdentityStore.fileName))
  }
}
