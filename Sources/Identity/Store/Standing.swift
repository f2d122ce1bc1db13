import Basics
import SPIFFE
import Synchronization

/// How one identity stands now: whether it was revoked, and what it did since the start.
///
/// One object per identity for the life of its entry, so that a revocation is one store that everybody sees.
final class Standing: Sendable {
  private let isRevokedFlag: Atomic<Bool>
  private let calls = Atomic<UInt64>(0)
  /// Nanoseconds since 1970; 0: never.
  private let lastSeenNanoseconds = Atomic<Int64>(0)

  init(isRevoked: Bool) {
    isRevokedFlag = Atomic(isRevoked)
  }

  var isRevoked: Bool { isRevokedFlag.load(ordering: .acquiring) }

  func setRevoked(_ isRevoked: Bool) {
    isRevokedFlag.store(isRevoked, ordering: .releasing)
  }

  func countCall(at now: Timestamp) {
    calls.wrappingAdd(1, ordering: .relaxed)
    lastSeenNanoseconds.store(now.nanoseconds, ordering: .relaxed)
  }

  /// Adds what happened since the start to what is stored.
  func complete(_ record: IdentityRecord) -> IdentityRecord {
    var record = record
    record.calls = calls.load(ordering: .relaxed)
    let last = lastSeenNanoseconds.load(ordering: .relaxed)
    record.lastSeen = last == 0 ? nil : Timestamp(nanoseconds: last)
    return record
  }
}
