import Glibc
import Testing

@testable import Audit

@Suite("A failing disk") struct FailingDiskTests {
  private let directory: TemporaryDirectory
  private let disk = FaultyDisk()

  init() throws { directory = try TemporaryDirectory() }

  /// Appends, waits until the log fails, and returns what its observers were told.
  private func appendUntilFailure(_ log: AuditLog, _ watch: Watch, _ count: Int) async throws
    -> AuditProgress.Failure
  {
    for number in 0..<count { _ = try log.append(.sample(number)) }
    try await watch.wait { $0.contains { $0.failure != nil } }
    return try #require(watch.progress.compactMap(\.failure).first)
  }

  @Test func aFullDiskRefusesAppendsAndTheLogGoesOnWhenThereIsSpace() async throws {
    let log = try AuditLog(directory.log, disk.options())
    let watch = Watch(log)
    _ = try log.append(.sample())
    try await watch.wait(untilDurable: 1)
    let durable = try directory.bytes()

    disk.set { $0.bytesLeft = 700 }
    let failure = try await appendUntilFailure(log, watch, 1)
    #expect(failure.failedThrough == 2)
    #expect(failure.error.message.contains("No space left on device"))
    #expect(failure.error.remediation.contains("Free space"))
    #expect(log.failure == failure.error)
    #expect(log.durableThrough == 1)
    let refused = #expect(throws: AuditError.self) { try log.append(.sample()) }
    #expect(refused?.code == .unavailable)
    #expect(refused?.message.contains("No space left on device") == true)
    // What was durable stands where it stood, whatever part of the next line was written after it.
    #expect(try directory.bytes().starts(with: durable))

    disk.set { $0.bytesLeft = nil }
    try await watch.wait(untilDurable: 2)
    #expect(log.failure == nil)
    #expect(try log.append(.sample()) == 3)
    try log.close()
    let result = try AuditVerifier(directory.log).verify()
    #expect(result.isIntact && result.entries == 3 && result.tornBytes == 0)
    #expect(try directory.bytes().starts(with: durable))
  }

  @Test func aFailedSyncIsWrittenAnewAndNeverCountsAsDurable() async throws {
    let log = try AuditLog(directory.log, disk.options())
    let watch = Watch(log)
    disk.set { $0.syncError = EIO }
    let failure = try await appendUntilFailure(log, watch, 3)
    #expect(failure.error.message.contains("Input/output error"))
    let attempts = disk.attempts
    try await watch.wait { _ in disk.attempts > attempts + 2 }
    #expect(log.durableThrough == 0)
    #expect(watch.progress.allSatisfy { $0.durableThrough == 0 })
    disk.set { $0.syncError = nil }
    try await watch.wait(untilDurable: failure.failedThrough)
    try log.close()
    #expect(try AuditVerifier(directory.log).verify().entries == failure.failedThrough)
  }

  @Test func aWriteThatStopsAtAnyByteLeavesNoTrace() async throws {
    for room in stride(from: 0, to: 1_700, by: 170) {
      let directory = try TemporaryDirectory()
      let log = try AuditLog(directory.log, disk.options())
      let watch = Watch(log)
      disk.set { $0.bytesLeft = room }
      _ = try await appendUntilFailure(log, watch, 1)
      disk.set { $0.bytesLeft = nil }
      try await watch.wait(untilDurable: 1)
      try log.close()
      #expect(try directory.lines().count == 1)
      #expect(try AuditVerifier(directory.log).verify().isIntact)
    }
  }

  @Test func closingAFailingLogSaysThatEntriesWereLeftBehind() async throws {
    let log = try AuditLog(directory.log, disk.options())
    let watch = Watch(log)
    disk.set {
      $0.bytesLeft = 0; $0.writeError = EIO
    }
    _ = try await appendUntilFailure(log, watch, 1)
    let error = #expect(throws: AuditError.self) { try log.close() }
    #expect(error?.code == .fileFailed)
    // The next process finds what was durable.
    disk.set { $0.bytesLeft = nil }
    try AuditLog(directory.log, disk.options()).close()
    #expect(try AuditVerifier(directory.log).verify().isIntact)
  }

  @Test func moreThanMayWaitIsRefused() async throws {
    let log = try AuditLog(directory.log, disk.options())
    disk.set { $0.bytesLeft = 0 }
    var taken = 0
    let error = #expect(throws: AuditError.self) {
      for number in 0...AuditLimits.pendingEntriesMax {
        _ = try log.append(.sample(number))
        taken += 1
      }
    }
    #expect(error?.code == .unavailable)
    #expect(taken <= AuditLimits.pendingEntriesMax)
    disk.set { $0.bytesLeft = nil }
    try log.close()
    #expect(try AuditVerifier(directory.log).verify().entries == UInt64(taken))
  }

  @Test func theBoundsOfWhatMayWaitAreExact() throws {
    let byCount = AppendQueue(after: 0)
    for _ in 0..<AuditLimits.pendingEntriesMax { _ = try byCount.append([0x61]) }
    #expect(throws: AuditError.queueFull()) { try byCount.append([0x61]) }
    let byBytes = AppendQueue(after: 0)
    let frame = LineDraft.frontBytes + LineDraft.backBytes
    let large = [UInt8](repeating: 0x61, count: AuditLimits.entryBytesMax - frame)
    for _ in 0..<(AuditLimits.pendingBytesMax / AuditLimits.entryBytesMax) { _ = try byBytes.append(large) }
    #expect(throws: AuditError.queueFull()) { try byBytes.append(large) }
    // What the writer has taken still waits: it counts until it is durable.
    var batch = PendingEntries()
    let wake = byBytes.take(&batch, timeout: nil)
    #expect(wake == .entries)
    #expect(throws: AuditError.queueFull()) { try byBytes.append(large) }
    byBytes.committed()
    #expect(try byBytes.append([0x61]) == UInt64(batch.count + 1))
  }

  @Test func aLogThatIsMovedAwayTakesNoEntryUntilItIsBack() async throws {
    let log = try AuditLog(directory.log, disk.options())
    let watch = Watch(log)
    _ = try log.append(.sample())
    try await watch.wait(untilDurable: 1)
    #expect(rename(directory.log, directory.log + ".1") == 0)
    #expect(try await appendUntilFailure(log, watch, 1).error.message.contains("Cannot find"))
    try directory.write([])
    try await watch.wait { $0.contains { $0.failure?.error == .displaced("") } }
    #expect(log.durableThrough == 1)
    #expect(rename(directory.log + ".1", directory.log) == 0)
    try await watch.wait(untilDurable: 2)
    try log.close()
    #expect(try AuditVerifier(directory.log).verify().entries == 2)
  }

  @Test func aLogThatIsCutByAnotherProcessTakesNoEntry() async throws {
    let log = try AuditLog(directory.log, disk.options())
    let watch = Watch(log)
    _ = try log.append(.sample())
    try await watch.wait(untilDurable: 1)
    #expect(truncate(directory.log, 0) == 0)
    #expect(try await appendUntilFailure(log, watch, 1).error == .displaced(""))
    #expect(#expect(throws: AuditError.self) { try log.close() }?.code == .damaged)
    #expect(try directory.bytes().isEmpty)
  }
}
