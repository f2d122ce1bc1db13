import Audit
import Identity
import NIOCore
import NIOPosix
import Settings
import SPIFFE
import Storage

/// Whose entries are sealed, and under which key.
struct SubjectSealing: Sendable {
  let vault: SubjectVault
  private let isEveryone: Bool

  /// Nil if nobody's entries are sealed. Blocks on the disk.
  init?(_ settings: AuditSettings, _ database: StateDatabase, in directory: StateDirectory) throws {
    guard settings.sealCallers != .nobody else { return nil }
    vault = try SubjectVault(database, in: directory, fields: Set(settings.sealedFields.map(SubjectSeal.Member.init)))
    isEveryone = settings.sealCallers == .everyone
  }

  func concerns(_ kind: PrincipalKind) -> Bool {
    guard !isEveryone else { return true }
    return switch kind {
    case .owner, .delegated, .external: true
    case .system, .gateway, .agent, .workload, .anonymous: false
    }
  }

  /// Whether entries may name this caller: not if it is to be sealed and no seal is at hand, as where a layer before the
  /// fourth refuses a call.
  func mayName(_ principal: Principal, _ seal: SubjectSeal?) -> Bool { seal != nil || !concerns(principal.kind) }

  /// The seal of somebody whom an operator's doing is about. Blocks on the disk.
  func seal(forNamed caller: String) throws -> SubjectSeal? {
    guard !caller.isEmpty, let id = try? SPIFFEID(caller) else { return nil }
    return concerns(Principal(id, authMethod: .headerDeclared).kind) ? try vault.seal(for: caller) : nil
  }

  /// The seal of a caller who was not seen before: the key is made on a thread of its own and is durable before the call
  /// goes on.
  func seal(for caller: String, on loop: any EventLoop) -> EventLoopFuture<SubjectSeal> {
    NIOThreadPool.singleton.runIfActive(eventLoop: loop) { try vault.seal(for: caller) }
  }
}

extension SubjectSeal.Member {
  init(_ field: SealedField) {
    switch field {
    case .caller: self = .caller
    case .session: self = .session
    case .arguments: self = .arguments
    }
  }
}
