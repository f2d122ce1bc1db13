import Testing

@testable import Audit

@Suite("What waits to be written") struct AppendQueueTests {
  private let members: [UInt8] = [0x61]

  @Test func whatNobodyWaitsForGoesWithTheNextThatSomebodyDoes() throws {
    let queue = AppendQueue(after: 0, unawaitedDelay: .seconds(3_600))
    var batch = PendingEntries()
    for number in 1...3 { #expect(try queue.append(members, isAwaited: false) == UInt64(number)) }
    #expect(queue.take(&batch, timeout: .zero) == .timeout)
    #expect(queue.gathered == 0)
    #expect(queue.waiting.entries == 3)
    #expect(try queue.append(members) == 4)
    #expect(queue.gathered == 1)
    #expect(queue.take(&batch, timeout: .zero) == .entries)
    #expect(batch.count == 4)
  }

  @Test func whatNobodyWaitsForIsWrittenAfterAWhile() throws {
    let queue = AppendQueue(after: 0, unawaitedDelay: .zero)
    var batch = PendingEntries()
    _ = try queue.append(members, isAwaited: false)
    #expect(queue.take(&batch, timeout: nil) == .entries)
    #expect(batch.count == 1)
  }

  @Test func waitingMayBeginLater() throws {
    let queue = AppendQueue(after: 0, unawaitedDelay: .seconds(3_600))
    var batch = PendingEntries()
    queue.hasten()
    #expect(queue.take(&batch, timeout: .zero) == .timeout)
    _ = try queue.append(members, isAwaited: false)
    queue.hasten()
    #expect(queue.take(&batch, timeout: .zero) == .entries)
  }

  @Test func whatNobodyWaitsForIsNotLeftBehindAtTheEnd() throws {
    let queue = AppendQueue(after: 0, unawaitedDelay: .seconds(3_600))
    var batch = PendingEntries()
    _ = try queue.append(members, isAwaited: false)
    queue.close()
    #expect(queue.take(&batch, timeout: nil) == .entries)
    batch.clear()
    #expect(queue.take(&batch, timeout: nil) == .closed)
  }
}
