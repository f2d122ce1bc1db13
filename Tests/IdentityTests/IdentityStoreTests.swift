import Basics
import FoundationEssentials
import Identity
import SPIFFE
import Synchronization
import TestKit
import Testing

@Suite("Register of identities") struct IdentityStoreTests {
  let directory: TemporaryDirectory
  let path: String
  let id: SPIFFEID
  let other: SPIFFEID
  let now = Timestamp(seconds: 1_795_251_600)

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("identities.json")
    id = try SPIFFEID("spiffe://poc.local/agents/a")
    other = try SPIFFEID("spiffe://poc.local/agents/b")
  }

  private func text() throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  @Test func registrationsAndRevocationsOutliveARestart() throws {
    let store = try IdentityStore(path: path)
    try store.register(
      id, description: "the agent", selectors: ["unix:uid:1000"], lifetime: .seconds(3_600), now: now)
    try store.revoke(other, reason: "stolen", now: now)
    let again = try IdentityStore(path: path)
    #expect(again.records() == store.records())
    #expect(again.records().map(\.status) == [.registered, .revoked])
    #expect(again.record(of: id)?.lifetime == .seconds(3_600))
    #expect(again.record(of: other)?.reason == "stolen")
    #expect(!again.admit(other, now: now) && again.admit(id, now: now))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["identities.json"])
  }

  @Test func revocationCountsAtOnceAndCanBeLifted() throws {
    let store = try IdentityStore(path: path)
    #expect(store.admit(id, now: now))
    try store.revoke(id, now: now)
    #expect(!store.admit(id, now: now) && store.isRevoked(id))
    try store.register(id, now: now)
    #expect(!store.admit(id, now: now), "registering again does not lift a revocation")
    try store.reinstate(id, now: now)
    #expect(store.admit(id, now: now))
    #expect(store.record(of: id)?.status == .registered)
    #expect(throws: IdentityStoreError(.unknown, "")) { try store.reinstate(other, now: now) }
  }

  @Test func aQuarantineLastsUntilAPersonReleasesIt() throws {
    let store = try IdentityStore(path: path)
    try store.register(id, selectors: ["unix:uid:1"], now: now)
    try store.quarantine(id, reason: "strange", now: now)
    #expect(!store.admit(id, now: now) && store.workloads().isEmpty)
    #expect(store.record(of: id)?.status == .quarantined)
    #expect(!(try IdentityStore(path: path)).admit(id, now: now), "it outlives a restart")
    #expect(throws: IdentityStoreError(.unknown, "")) { try store.reinstate(id, now: now) }
    #expect(throws: IdentityStoreError(.invalid, "")) { try store.release(id, by: "", now: now) }
    let record = try store.release(id, by: "alice", now: now)
    #expect(store.admit(id, now: now) && store.workloads().map(\.id) == [id])
    #expect(record.releasedBy == "alice" && record.reason == "strange" && record.status == .registered)
    #expect(try IdentityStore(path: path).record(of: id)?.releasedBy == "alice")
    #expect(throws: IdentityStoreError(.unknown, "")) { try store.release(id, by: "alice", now: now) }
  }

  @Test func aReleaseDoesNotLiftARevocationNorTheOtherWayRound() throws {
    let store = try IdentityStore(path: path)
    try store.quarantine(id, now: now)
    try store.revoke(id, now: now)
    try store.release(id, by: "alice", now: now)
    #expect(!store.admit(id, now: now) && store.record(of: id)?.status == .revoked)
    try store.quarantine(id, now: now)
    try store.reinstate(id, now: now)
    #expect(!store.admit(id, now: now) && store.record(of: id)?.status == .quarantined)
  }

  @Test func changesAreToldOnceTheyAreInForce() throws {
    let store = try IdentityStore(path: path)
    let told = Told()
    store.observe { [id] record in told.note(record.id == id && store.isRevoked(id) == record.isKeptOut) }
    try store.register(id, now: now)
    try store.revoke(id, now: now)
    try store.reinstate(id, now: now)
    #expect(told.all.count >= 3 && told.all.allSatisfy { $0 })
  }

  @Test func callsAreCountedForEverybody() throws {
    let store = try IdentityStore(path: path)
    try store.register(id, now: now)
    for second in 1...3 { _ = store.admit(id, now: now.adding(.seconds(second))) }
    _ = store.admit(other, now: now)
    #expect(store.record(of: id)?.calls == 3)
    #expect(store.record(of: id)?.lastSeen == now.adding(.seconds(3)))
    #expect(store.records().map(\.status) == [.registered, .seen])
    #expect(
      store.record(of: other)?.document.text
        == #"{"spiffe_id":"spiffe://poc.local/agents/b","description":"","selectors":[],"status":"seen","#
        + #""last_seen":"2026-11-21T09:00:00.000000Z","calls":1}"#)
  }

  @Test func callsAreCountedFromManyThreads() async throws {
    let store = try IdentityStore(path: path)
    try store.register(id, now: now)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { for _ in 0..<500 { _ = store.admit(id, now: now) } } }
    }
    #expect(store.record(of: id)?.calls == 2_000)
  }

  @Test func strangersCannotFillTheMemory() throws {
    let store = try IdentityStore(path: path)
    try store.revoke(id, now: now)
    for number in 0..<25_000 {
      _ = store.admit(try SPIFFEID("spiffe://poc.local/agents/x\(number)"), now: now)
    }
    #expect(store.records().count <= 10_001)
    #expect(!store.admit(id, now: now))
  }

  @Test func failedWriteKeepsOutAndLetsNobodyIn() throws {
    let store = try IdentityStore(path: directory.file("none/identities.json"))
    #expect(throws: IdentityStoreError(.unwritable, "")) { try store.register(id, now: now) }
    #expect(store.record(of: id)?.status != .registered)
    #expect(throws: IdentityStoreError(.unwritable, "")) { try store.revoke(id, now: now) }
    #expect(!store.admit(id, now: now))
    #expect(throws: IdentityStoreError(.unwritable, "")) { try store.reinstate(id, now: now) }
    #expect(!store.admit(id, now: now))
  }

  @Test(arguments: [
    "", "{", "[]", "{}", #"{"version":2,"identities":[]}"#, #"{"version":1}"#,
    #"{"version":1,"identities":[{}]}"#,
    #"{"version":1,"identities":[{"spiffe_id":"x","description":"","selectors":[],"revoked_at":"y"}]}"#,
    #"{"version":1,"identities":[{"spiffe_id":"spiffe://a/b","description":"","selectors":[]}]}"#,
    #"{"version":1,"identities":[{"spiffe_id":"spiffe://a/b","description":"","selectors":[],"revoked_at":"x"}]}"#,
  ])
  func damagedFilesAreRefused(_ text: String) throws {
    try directory.write(text, to: "identities.json", mode: 0o600)
    #expect(throws: IdentityStoreError(.malformed, "")) { try IdentityStore(path: path) }
  }

  @Test func fileThatOthersMayWriteIsRefused() throws {
    try directory.write(#"{"version":1,"identities":[]}"#, to: "identities.json", mode: 0o620)
    #expect(throws: IdentityStoreError(.unreadable, "")) { try IdentityStore(path: path) }
  }

  @Test func limitsOfTextsAreHeld() throws {
    let store = try IdentityStore(path: path)
    let long = String(repeating: "x", count: IdentityStore.textBytesMax + 1)
    #expect(throws: IdentityStoreError(.invalid, "")) { try store.register(id, description: long, now: now) }
    #expect(throws: IdentityStoreError(.invalid, "")) { try store.revoke(id, reason: long, now: now) }
    #expect(throws: IdentityStoreError(.invalid, "")) {
      try store.register(id, selectors: Array(repeating: "a", count: 33), now: now)
    }
    #expect(throws: IdentityStoreError(.invalid, "")) { try store.register(id.trustDomain.id, now: now) }
    #expect(throws: IdentityStoreError(.invalid, "")) { try store.revoke(id.trustDomain.id, now: now) }
    #expect(throws: IdentityStoreError(.invalid, "")) { try store.register(id, lifetime: .zero, now: now) }
    #expect(store.records().isEmpty)
  }
}

private final class Told: Sendable {
  private let list = Mutex<[Bool]>([])
  func note(_ value: Bool) { list.withLock { $0.append(value) } }
  var all: [Bool] { list.withLock { $0 } }
}
