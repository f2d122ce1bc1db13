import Testing

@testable import Audit

@Suite("Head schedule") struct CoverScheduleTests {
  @Test func theHeadIsDueAfterItsInterval() {
    var schedule = CoverSchedule(count: 100, interval: .nanoseconds(50))
    #expect(!schedule.isPending && !schedule.isDue(now: 1_000))
    #expect(schedule.timeLeft(now: 0) == nil)
    schedule.committed(now: 10)
    schedule.committed(now: 40)
    #expect(schedule.isPending && !schedule.isDue(now: 59) && schedule.isDue(now: 60))
    #expect(schedule.timeLeft(now: 20) == .nanoseconds(40))
    #expect(schedule.timeLeft(now: 70) == .zero)
    schedule.written()
    #expect(!schedule.isPending)
  }

  @Test func theHeadIsDueAfterSoManyCommits() {
    var schedule = CoverSchedule(count: 3, interval: .seconds(10))
    for commit in 1...3 {
      #expect(!schedule.isDue(now: 0))
      schedule.committed(now: 0)
      #expect(schedule.isDue(now: 0) == (commit == 3))
    }
    schedule.postpone(now: 5)
    #expect(schedule.isPending && !schedule.isDue(now: 6))
  }

  @Test func theHeadFollowsTheLogWhileItRuns() async throws {
    let directory = try TemporaryDirectory()
    let log = try AuditLog(directory.log, AuditLogOptions(headInterval: .milliseconds(1)))
    _ = try log.append(.sample())
    for _ in 0..<2_000 where try LogHead.read(log.paths) == nil {
      try await Task.sleep(for: .milliseconds(1))
    }
    #expect(try LogHead.read(log.paths)?.sequence == 1)
    try log.close()
  }
}
