public import Basics
public import SPIFFE
import Synchronization

/// The register of workload identities: who was registered, who was revoked, who called.
///
/// What must last (registrations, revocations) is one JSON file in the state directory, replaced whole at
/// each change. What a call needs is in memory: ``admit(_:now:)`` takes one short lock and never touches the
/// disk.
///
/// Registration does not let anybody in: the proof and the policy do. Revocation keeps out, at once.
public final class IdentityStore: Sendable {
  /// Its file in the state directory.
  public static let fileName = "identities.json"
  /// Identities that can be registered.
  public static let recordsMax = 100_000
  /// Identities that called without being registered and are remembered, at most.
  static let visitorsMax = 10_000
  /// A description, a reason or a selector, in bytes.
  public static let textBytesMax = 1_024
  /// Selectors of one identity.
  public static let selectorsMax = 32

  private struct Entry: Sendable {
    var record: IdentityRecord
    let standing: Standing
  }

  private let file: StateFile
  private let entries: Mutex<[SPIFFEID: Entry]>
  private let observers = Mutex<[@Sendable (IdentityRecord) -> Void]>([])
  private let visitors = BoundedCache<SPIFFEID, Standing>(capacity: visitorsMax)
  /// Held while a change is made and written, so that changes reach the disk in order; calls never wait for
  /// it.
  private let writing = Mutex<Void>(())

  /// Reads the file, or starts empty if there is none. Blocks on the disk.
  ///
  /// - Throws: `identity_store_unreadable`, `identity_store_malformed`. There is no way to start with a
  ///   damaged file: what is lost in it may be a revocation.
  public init(path: String) throws(IdentityStoreError) {
    file = StateFile(path: path)
    var loaded: [SPIFFEID: Entry] = [:]
    for record in try IdentityRegister.records(in: try file.read(), path) {
      loaded[record.id] = Entry(record: record, standing: Standing(isRevoked: record.isKeptOut))
    }
    entries = Mutex(loaded)
  }

  /// Counts a call of `id` and says whether it may go on.
  ///
  /// - Returns: false if the identity is revoked or in quarantine.
  /// - Complexity: O(1); one short lock, no disk.
  public func admit(_ id: SPIFFEID, now: Timestamp) -> Bool {
    let standing = standing(of: id)
    standing.countCall(at: now)
    return !standing.isRevoked
  }

  /// Whether `id` is kept out, revoked or in quarantine; counts nothing.
  public func isRevoked(_ id: SPIFFEID) -> Bool {
    entries.withLock { $0[id]?.standing.isRevoked ?? false }
  }

  /// Has every change told to `observer`, after it is in force, on the thread that made it.
  public func observe(_ observer: @escaping @Sendable (IdentityRecord) -> Void) {
    observers.withLock { $0.append(observer) }
  }

  /// Identities that an authority may give to a workload: registered with selectors, and not kept out.
  public func workloads() -> [IdentityRecord] {
    entries.withLock { entries in
      entries.values.filter { !$0.record.selectors.isEmpty && !$0.standing.isRevoked }.map(\.record)
    }
  }

  private func standing(of id: SPIFFEID) -> Standing {
    if let standing = entries.withLock({ $0[id]?.standing }) { return standing }
    if let standing = visitors.value(for: id) { return standing }
    let standing = Standing(isRevoked: false)
    visitors.insert(standing, for: id)
    return standing
  }

  /// Registers an identity or changes its registration; a revocation stays in force. Blocks on the disk.
  ///
  /// - Throws: `identity_invalid` for values over their limits, `identity_store_full`,
  ///   `identity_store_unwritable`; then nothing has changed.
  @discardableResult
  public func register(
    _ id: SPIFFEID, description: String = "", selectors: [String] = [], lifetime: Duration? = nil,
    now: Timestamp
  ) throws(IdentityStoreError) -> IdentityRecord {
    try Self.check(id, [description] + selectors)
    guard selectors.count <= Self.selectorsMax else {
      throw IdentityStoreError(.invalid, "an identity has at most \(Self.selectorsMax) selectors")
    }
    guard lifetime.map({ $0 >= .seconds(1) }) ?? true else {
      throw IdentityStoreError(.invalid, "a lifetime is at least one second")
    }
    return try change(id) { old in
      var record = old ?? IdentityRecord(id: id, status: .registered)
      record.description = description
      record.selectors = selectors
      record.lifetime = lifetime
      record.registered = record.registered ?? now
      return record
    }
  }

  /// Keeps an identity out from now on, registered or not. Blocks on the disk.
  ///
  /// - Throws: `identity_store_unwritable`: then it is kept out until the next start only.
  @discardableResult
  public func revoke(
    _ id: SPIFFEID, reason: String? = nil, now: Timestamp
  ) throws(IdentityStoreError) -> IdentityRecord {
    try Self.check(id, reason.map { [$0] } ?? [])
    return try change(id) { old in
      var record = old ?? IdentityRecord(id: id, status: .revoked)
      record.status = .revoked
      record.revoked = record.revoked ?? now
      record.reason = reason ?? record.reason
      return record
    }
  }

  /// Lifts a revocation; an identity that was never registered is registered by this. Blocks on the disk.
  ///
  /// - Throws: `identity_unknown` if there is none, `identity_store_unwritable`: then it stays in force.
  @discardableResult
  public func reinstate(_ id: SPIFFEID, now: Timestamp) throws(IdentityStoreError) -> IdentityRecord {
    guard record(of: id)?.revoked != nil else { throw IdentityStoreError(.unknown, "\(id) is not revoked") }
    return try change(id) { old in
      var record = old ?? IdentityRecord(id: id, status: .registered)
      // A quarantine is not lifted by this.
      record.status = record.quarantined == nil ? .registered : .quarantined
      record.revoked = nil
      record.reason = nil
      record.registered = record.registered ?? now
      return record
    }
  }

  /// Keeps an identity out until a person releases it: for one that behaves strangely and is to be looked at. Its
  /// sessions, its records and its registration stay as they are. Blocks on the disk.
  ///
  /// - Throws: `identity_store_unwritable`: then it is kept out until the next start only.
  @discardableResult
  public func quarantine(
    _ id: SPIFFEID, reason: String? = nil, now: Timestamp
  ) throws(IdentityStoreError) -> IdentityRecord {
    try Self.check(id, reason.map { [$0] } ?? [])
    return try change(id) { old in
      var record = old ?? IdentityRecord(id: id, status: .quarantined)
      if record.revoked == nil { record.status = .quarantined }
      record.quarantined = record.quarantined ?? now
      record.reason = reason ?? record.reason
      return record
    }
  }

  /// Ends a quarantine. What it was for stays in the record. Blocks on the disk.
  ///
  /// - Parameter person: Who has looked at it and answers for it.
  /// - Throws: `identity_unknown` if there is none, `identity_invalid` without a person.
  @discardableResult
  public func release(
    _ id: SPIFFEID, by person: String, now: Timestamp
  ) throws(IdentityStoreError) -> IdentityRecord {
    guard record(of: id)?.quarantined != nil else {
      throw IdentityStoreError(.unknown, "\(id) is not in quarantine")
    }
    guard !person.isEmpty else { throw IdentityStoreError(.invalid, "a quarantine is released by a person; say who") }
    try Self.check(id, [person])
    return try change(id) { old in
      var record = old ?? IdentityRecord(id: id, status: .registered)
      record.status = record.revoked == nil ? .registered : .revoked
      record.quarantined = nil
      record.releasedBy = person
      record.released = now
      record.registered = record.registered ?? now
      return record
    }
  }

  /// One identity, with its calls; nil if it is unknown.
  public func record(of id: SPIFFEID) -> IdentityRecord? {
    if let entry = entries.withLock({ $0[id] }) { return entry.standing.complete(entry.record) }
    return visitors.values[id].map { $0.complete(IdentityRecord(id: id, status: .seen)) }
  }

  /// Every identity, by its ID.
  public func records() -> [IdentityRecord] {
    let known = entries.withLock { $0 }
    let seen = visitors.values.filter { known[$0.key] == nil }
    return
      (known.values.map { $0.standing.complete($0.record) }
      + seen.map { $1.complete(IdentityRecord(id: $0, status: .seen)) })
      .sorted { $0.id.text < $1.id.text }
  }

  private static func check(_ id: SPIFFEID, _ texts: [String]) throws(IdentityStoreError) {
    guard !id.path.isEmpty else {
      throw IdentityStoreError(.invalid, "\(id) names a trust domain, not a workload")
    }
    guard texts.allSatisfy({ $0.utf8.count <= textBytesMax }) else {
      throw IdentityStoreError(.invalid, "a text is longer than \(textBytesMax) bytes")
    }
  }

  /// Makes a change: what keeps an identity out is in force before the disk is asked, what lets it in only
  /// after.
  private func change(
    _ id: SPIFFEID, _ edit: (IdentityRecord?) -> IdentityRecord
  ) throws(IdentityStoreError) -> IdentityRecord {
    let record = try write(id, edit)
    tell(record)
    return record
  }

  private func tell(_ record: IdentityRecord) {
    for observer in observers.withLock({ $0 }) { observer(record) }
  }

  private func write(
    _ id: SPIFFEID, _ edit: (IdentityRecord?) -> IdentityRecord
  ) throws(IdentityStoreError) -> IdentityRecord {
    try writing.withLock { (_) throws(IdentityStoreError) in
      var all = entries.withLock { $0 }
      let record = edit(all[id]?.record)
      // What keeps out finds room always.
      guard all[id] != nil || record.isKeptOut || all.count < Self.recordsMax else {
        throw IdentityStoreError(.full, "there are \(Self.recordsMax) identities already")
      }
      let standing = standing(of: id)
      all[id] = Entry(record: record, standing: standing)
      if record.isKeptOut {
        standing.setRevoked(true)
        entries.withLock { $0[id] = Entry(record: record, standing: standing) }
        // Before the disk, which may refuse: it is in force all the same.
        tell(record)
      }
      try file.replace(with: IdentityRegister.bytes(of: all.values.map(\.record)))
      standing.setRevoked(record.isKeptOut)
      entries.withLock { $0[id] = Entry(record: record, standing: standing) }
      return standing.complete(record)
    }
  }
}
