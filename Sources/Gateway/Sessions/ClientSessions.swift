import Basics
import MCP
import Synchronization

/// All conversations of legacy clients, bounded, by id; and the implicit ones of callers that name none.
final class ClientSessions: Sendable {
  /// Sessions that one principal may have open.
  static let perPrincipalMax = 1_000

  private struct Caller: Hashable {
    let principal: String
    let version: ProtocolVersion
  }

  private struct Table {
    var named: [String: ClientSession] = [:]
    var implicit: [Caller: ClientSession] = [:]
    var counts: [String: Int] = [:]
  }

  private let table = Mutex(Table())
  private let countMax: Int
  private let idleMax: UInt64

  init(countMax: Int, idle: Duration) {
    self.countMax = countMax
    idleMax = UInt64(clamping: idle.nanosecondsSaturating)
  }

  /// The session `id`, if it exists and is `principal`'s.
  func find(_ id: String, of principal: String, now: UInt64) -> ClientSession? {
    guard let session = table.withLock({ $0.named[id] }), session.principal == principal,
      now < session.idleSince &+ idleMax
    else { return nil }
    session.touch(now)
    return session
  }

  /// Opens a session after a handshake; nil if there are too many.
  ///
  /// - Parameter link: The conversation with the server that took the handshake; without one the session is merged, and
  ///   its conversations are opened when they are needed.
  func open(
    principal: String, protocolVersion: String, handshake: [UInt8], server: String, link: ClientSession.Link?, now: UInt64
  ) -> ClientSession? {
    let id = SessionIdentifier.minted().text
    let session = ClientSession(
      id: id, principal: principal, protocolVersion: protocolVersion, handshake: handshake, isMerged: link == nil,
      now: now)
    let isRoom = table.withLock { table in
      guard table.named.count < countMax, table.counts[principal, default: 0] < Self.perPrincipalMax else { return false }
      table.named[id] = session
      table.counts[principal, default: 0] += 1
      return true
    }
    guard isRoom else { return nil }
    if let link { session.opened(server, link) }
    return session
  }

  /// What the session negotiated, whoever's it is; nil if there is none.
  func version(of id: String) -> ProtocolVersion? {
    table.withLock { $0.named[id] }.flatMap { ProtocolVersion(rawValue: $0.protocolVersion) }
  }

  /// The conversation that a principal's calls without a session share: a stateless call still needs the
  /// handshake that legacy servers insist on. It belongs to one principal, so no state leaks between callers.
  ///
  /// - Parameter version: What the caller says it speaks; servers behave by what was negotiated.
  func implicit(
    of principal: String, version: ProtocolVersion = .newestLegacy, now: UInt64
  ) -> ClientSession {
    let caller = Caller(principal: principal, version: version)
    return table.withLock { table in
      if let session = table.implicit[caller] {
        session.touch(now)
        return session
      }
      if table.implicit.count >= countMax { table.implicit.removeAll() }
      let session = ClientSession(
        id: nil, principal: principal, protocolVersion: version.rawValue, handshake: Handshake.parameters(version),
        now: now)
      table.implicit[caller] = session
      return session
    }
  }

  /// Ends the session; says whether it was there.
  @discardableResult
  func end(_ session: ClientSession) -> Bool {
    guard let id = session.id else { return false }
    return table.withLock { table in
      guard table.named.removeValue(forKey: id) != nil else { return false }
      Self.uncount(session.principal, &table)
      return true
    }
  }

  /// Ends every conversation of `principal` and gives them back, so that the servers can be told.
  func endAll(of principal: String) -> [ClientSession] {
    table.withLock { table in
      let named = table.named.values.filter { $0.principal == principal }
      for session in named { if let id = session.id { table.named[id] = nil } }
      table.counts[principal] = nil
      let implicit = table.implicit.filter { $0.key.principal == principal }
      for caller in implicit.keys { table.implicit[caller] = nil }
      return named + implicit.values
    }
  }

  /// Ends what has been idle too long and gives it back, so that the servers can be told.
  func sweep(now: UInt64) -> [ClientSession] {
    table.withLock { table in
      let idle = table.named.values.filter { now >= $0.idleSince &+ idleMax }
      for session in idle {
        if let id = session.id { table.named[id] = nil }
        Self.uncount(session.principal, &table)
      }
      let implicit = table.implicit.filter { now >= $0.value.idleSince &+ idleMax }
      for caller in implicit.keys { table.implicit[caller] = nil }
      return idle + implicit.values
    }
  }

  var count: Int { table.withLock { $0.named.count } }

  private static func uncount(_ principal: String, _ table: inout Table) {
    let left = table.counts[principal, default: 1] - 1
    table.counts[principal] = left > 0 ? left : nil
  }
}
