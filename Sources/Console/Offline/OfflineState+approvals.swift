import Approvals
public import Basics
import Settings
import Storage

/// The ledger may be shared with a running gateway, so these are safe at any time.
extension OfflineState {
  public func approvals() async throws -> JSONValue {
    let now = Timestamp.now()
    return ["approvals": .array(try await store(now).list().get().map { $0.document(at: now) })]
  }

  public func approval(_ id: String) async throws -> JSONValue {
    let now = Timestamp.now()
    return try await store(now).show(id).get().document(at: now)
  }

  public func approve(_ id: String, by: String, reason: String) async throws -> JSONValue {
    let now = Timestamp.now()
    return try await store(now).approve(id, ApprovalDecision(by: by, at: now, reason: reason)).get().document(at: now)
  }

  public func deny(_ id: String, by: String, reason: String) async throws -> JSONValue {
    let now = Timestamp.now()
    return try await store(now).deny(id, ApprovalDecision(by: by, at: now, reason: reason)).get().document(at: now)
  }

  private func store(_ now: Timestamp) throws -> ApprovalStore {
    let step = configuration.stepUp
    var settings = ApprovalSettings()
    settings.requestLife = step.requestTTL
    settings.approvalLife = step.approvalTTL
    return try ApprovalStore(database: StateDatabase(in: directory()), settings: settings, now: now)
  }
}
