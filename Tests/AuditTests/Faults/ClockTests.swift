import Basics
import Synchronization
import Testing

@testable import Audit

@Suite("The clock is set back") struct ClockTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func nothingIsLostAndSearchesByTimeFindWhatTheEntriesSay() async throws {
    let hour: Int64 = 3_600
    let clock = Mutex<Int64>(1_795_251_600)
    var options = AuditLogOptions()
    options.segmentAgeMax = .seconds(2 * hour)
    options.signing = AuditSigning(origin: "gateway.example/audit", entriesMax: 1, interval: .seconds(hour))
    let now: @Sendable () -> Timestamp = { Timestamp(seconds: clock.withLock { $0 }) }
    options.now = now
    let log = try AuditLog(directory.log, options)
    let watch = Watch(log)
    var times: [Timestamp] = []
    for step in [0, hour, -5 * hour, 2 * hour, -hour, 6 * hour, -20 * hour, 1] {
      clock.withLock { $0 += step }
      times.append(now())
      let sequence = try log.append(AuditEntry(timestamp: now(), event: .decision))
      try await watch.wait(untilDurable: sequence)
    }
    try log.close()
    let result = try AuditVerifier(directory.log).verify()
    #expect(result.isIntact && result.entries == UInt64(times.count) && result.covered == result.entries)
    for (since, until) in [(times[2], times[1]), (times[6], times[3]), (times[0], times[5])] {
      var filter = AuditFilter()
      filter.since = since
      filter.until = until
      var found = 0
      try AuditSearch(directory.log).forEach(filter) { _ in
        found += 1
        return true
      }
      #expect(found == times.count { $0 >= since && $0 < until })
    }
  }
}
