import Basics
import Storage
import TestKit
import Testing

@testable import Secrets

@Suite("Secret store") struct SecretStoreTests {
  private let scratch: TemporaryDirectory
  private let directory: StateDirectory
  private let agent = "spiffe://poc.local/agents/a"
  private let value = "s3cr3t \"value\" \\ é"

  init() throws {
    scratch = try TemporaryDirectory()
    directory = try StateDirectory(scratch.path)
  }

  private func rule(expiresAt: Timestamp? = nil) -> SecretRule {
    SecretRule(owners: ["spiffe://poc.local/agents/*"], tools: ["deploy"], expiresAt: expiresAt)
  }

  private func redeem(
    _ store: SecretStore, _ name: String = "token", by principal: String? = nil, tool: String = "deploy",
    now: Timestamp = at(1)
  ) -> Result<String, SecretError> {
    let reference = SecretReference(name: name, keepSecondsMax: nil, scope: nil, range: 0..<1)
    return store.redeem(reference, principal: principal ?? agent, tool: tool, now: now).map { $0.exposed() }
  }

  private func code(_ result: Result<String, SecretError>) -> SecretError.Code? {
    if case .failure(let error) = result { error.code } else { nil }
  }

  private func stored() throws -> SecretStore {
    let store = SecretStore(in: directory)
    _ = try store.put("token", Redacted(value), rule(), now: at(0))
    return store
  }

  @Test func aSecretIsGivenToItsOwnersInItsToolsOnly() throws {
    let store = try stored()
    #expect(try redeem(store).get() == value)
    #expect(code(redeem(store, "other")) == .notFound)
    #expect(code(redeem(store, by: "spiffe://poc.local/people/bob")) == .notAllowed)
    #expect(code(redeem(store, tool: "echo")) == .notAllowed)
  }

  @Test func whatIsStoredOutlivesARestart() throws {
    _ = try stored()
    let reopened = SecretStore(in: directory)
    #expect(reopened.problem == nil)
    #expect(try redeem(reopened).get() == value)
    #expect(try reopened.list().map(\.name) == ["token"])
  }

  @Test func valuesAreNowhereOnTheDiskAndFilesArePrivate() throws {
    _ = try stored()
    for name in [SecretFile.fileName, SecretKey.fileName, "secrets.lock"] {
      #expect(try FileBytes.permissions(directory.file(name)) == 0o600)
      let bytes = try FileBytes.read(directory.file(name), bytesMax: 1 << 20)
      #expect(!bytes.contains("s3cr3t".utf8))
    }
  }

  @Test func anExpiredSecretIsNotGiven() throws {
    let store = SecretStore(in: directory)
    _ = try store.put("token", Redacted(value), rule(expiresAt: at(10)), now: at(0))
    #expect(try redeem(store, now: at(9.9)).get() == value)
    #expect(code(redeem(store, now: at(10))) == .expired)
  }

  @Test func rotationCountsVersionsAndForgetsTheOldValue() throws {
    let store = try stored()
    let before = try FileBytes.read(directory.file(SecretFile.fileName), bytesMax: 1 << 20)
    let entry = try store.rotate("token", to: Redacted("new"), now: at(5))
    #expect(entry.version == 2 && entry.createdAt == at(0) && entry.rotatedAt == at(5))
    #expect(try redeem(store).get() == "new")
    #expect(try FileBytes.read(directory.file(SecretFile.fileName), bytesMax: 1 << 20) != before)
    #expect(throws: SecretError(.notFound, "")) { try store.rotate("other", to: Redacted("x"), now: at(5)) }
  }

  @Test func aRevokedSecretIsGoneAndItsNameMayBeUsedAnew() throws {
    let store = try stored()
    #expect(try store.revoke("token", now: at(5)).revokedAt == at(5))
    #expect(code(redeem(store)) == .notFound)
    #expect(throws: SecretError(.notFound, "")) { try store.revoke("token", now: at(6)) }
    let reopened = SecretStore(in: directory)
    #expect(code(redeem(reopened)) == .notFound)
    #expect(try reopened.put("token", Redacted("again"), rule(), now: at(7)).version == 2)
  }

  @Test func whatIsThereIsNotOverwritten() throws {
    let store = try stored()
    #expect(throws: SecretError(.exists, "")) { try store.put("token", Redacted("x"), rule(), now: at(1)) }
    #expect(try redeem(store).get() == value)
  }

  @Test func badNamesOwnersAndValuesAreRefused() throws {
    let store = SecretStore(in: directory)
    let large = String(repeating: "x", count: SecretTable.valueBytesMax + 1)
    for (name, value, owner) in [
      ("a b", "x", agent), ("", "x", agent), ("a", "", agent), ("a", large, agent), ("a", "x", "bob"),
    ] {
      let rule = SecretRule(owners: [owner], tools: ["t"])
      #expect(throws: SecretError(.invalid, "")) { try store.put(name, Redacted(value), rule, now: at(0)) }
    }
    #expect(try store.list().isEmpty)
  }

  @Test func anotherProcessesChangesAreSeenAfterReload() throws {
    let gateway = try stored()
    let console = SecretStore(in: directory)
    _ = try console.put("second", Redacted("2"), rule(), now: at(1))
    _ = try console.revoke("token", now: at(2))
    #expect(try redeem(gateway).get() == value)
    try gateway.reload()
    #expect(code(redeem(gateway)) == .notFound)
    #expect(try redeem(gateway, "second").get() == "2")
    _ = try gateway.put("third", Redacted("3"), rule(), now: at(3))
    try console.reload()
    #expect(try console.list().map(\.name) == ["second", "third", "token"])
  }

  @Test func everyChangedByteOfTheFileIsNoticed() throws {
    _ = try stored()
    let path = directory.file(SecretFile.fileName)
    let bytes = try FileBytes.read(path, bytesMax: 1 << 20)
    // The last byte ends the line.
    for index in bytes.indices.dropLast() {
      var changed = bytes
      changed[index] ^= 1
      try scratch.write(changed, to: SecretFile.fileName, mode: 0o600)
      let store = SecretStore(in: directory)
      #expect(store.problem?.code == .unavailable, "byte \(index)")
      #expect(code(redeem(store)) == .unavailable)
    }
  }

  @Test func aFileWithoutItsKeyIsAnErrorAndNeverANewKey() throws {
    let store = try stored()
    try scratch.write("", to: SecretKey.fileName, mode: 0o600)
    #expect(SecretStore(in: directory).problem?.code == .unavailable)
    try scratch.write(Array(String(repeating: "ab", count: 32).utf8), to: SecretKey.fileName, mode: 0o600)
    #expect(SecretStore(in: directory).problem?.code == .unavailable)
    #expect(throws: SecretError(.unavailable, "")) { try store.put("x", Redacted("x"), rule(), now: at(0)) }
    #expect(throws: SecretError(.unavailable, "")) { try store.reload() }
    #expect(code(redeem(store)) == .unavailable)
  }

  @Test func aKeyThatOthersMayReadIsRefused() throws {
    _ = try stored()
    let key = try FileBytes.read(directory.file(SecretKey.fileName), bytesMax: 1_000)
    try scratch.write(key, to: SecretKey.fileName, mode: 0o640)
    let problem = try #require(SecretStore(in: directory).problem)
    #expect(problem.code == .unavailable)
    #expect(problem.message.contains("chmod 600"))
  }

  @Test func aValueIsNeverDescribed() throws {
    let store = try stored()
    let reference = SecretReference(name: "token", keepSecondsMax: nil, scope: nil, range: 0..<1)
    let given = try store.redeem(reference, principal: agent, tool: "deploy", now: at(1)).get()
    for text in ["\(given)", String(reflecting: given), "\(try store.list())"] {
      #expect(!text.contains("s3cr3t"))
    }
  }

  @Test func manyWritersLoseNothing() async throws {
    let stores = (0..<4).map { _ in SecretStore(in: directory) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, store) in stores.enumerated() {
        group.addTask {
          for number in 0..<4 { _ = try store.put("s\(index)-\(number)", Redacted("x"), rule(), now: at(0)) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try SecretStore(in: directory).list().count == 16)
  }
}
