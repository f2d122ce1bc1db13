import Audit
import Basics
import Telemetry

/// Delivers to one sink, on a thread that it may block, for as long as the log is open.
///
/// At least once, in order: the cursor moves on only when a batch has arrived, and is durable before the next begins. So
/// what a crash leaves open is delivered again, and carries the same sequences. The log never waits for a sink.
final class SinkRunner: Sendable {
  let plan: SinkPlan
  private let log: LogPaths
  private let makeSink: @Sendable () -> any Sink
  private let metrics: SinkMetrics?
  let wake: SinkWake

  init(
    _ plan: SinkPlan, of log: LogPaths, durable: UInt64, metrics: SinkMetrics?,
    makeSink: @escaping @Sendable () -> any Sink
  ) {
    self.plan = plan
    self.log = log
    self.metrics = metrics
    self.makeSink = makeSink
    wake = SinkWake(durable: durable)
  }

  /// Runs until it is stopped, and then until nothing is left or a delivery fails.
  func run() {
    let sink = makeSink()
    var backoff = Backoff(max: plan.backoffMax)
    while true {
      do throws(SinkFailure) {
        return try deliverAll(sink, &backoff)
      } catch {
        note(error)
        if wake.isStopping { return }
        wake.pause(backoff.pause(asked: error.retryAfter))
      }
    }
  }

  private func deliverAll(_ sink: any Sink, _ backoff: inout Backoff) throws(SinkFailure) {
    var cursor = try opened()
    var feed = SinkFeed(plan.content, of: log.active, from: cursor.position)
    showLag(cursor)
    while true {
      let isLast = wake.isStopping
      var batch = try gather(&feed, try sink.unit(from: cursor.position.sequence))
      guard let end = batch.last?.next else {
        if isLast { return }
        waitForMore(cursor)
        continue
      }
      while !batch.isEmpty {
        guard let failure = try attempt(&batch, sink, &cursor) else { continue }
        note(failure, &cursor)
        if wake.isStopping { return }
        wake.pause(backoff.pause(asked: failure.retryAfter))
      }
      backoff.reset()
      cursor.position = end
      cursor.deliveredAt = .now()
      cursor.failure = nil
      metrics?.failing.set(false)
      try keep(cursor)
      showLag(cursor)
    }
  }

  private func waitForMore(_ cursor: SinkCursor) {
    // Checkpoints are written without anyone being told.
    guard plan.content == .entries else { return wake.pause(SinkLimits.lookInterval) }
    // What became durable after the feed looked is there at the next look.
    guard wake.durable <= cursor.delivered else { return wake.pause(SinkLimits.againInterval) }
    wake.wait(beyond: cursor.delivered, for: SinkLimits.lookInterval)
  }

  /// What goes in one delivery: what is there, and what comes within the interval.
  private func gather(_ feed: inout SinkFeed, _ unit: UInt64?) throws(SinkFailure) -> [SinkRecord] {
    do throws(AuditError) {
      if let unit { return try feed.all(through: min(unit, wake.durable)) }
      var batch = try feed.next(plan.batchMax, through: wake.durable)
      guard !batch.isEmpty, batch.count < plan.batchMax, !feed.holdsMore, !wake.isStopping else { return batch }
      wake.pause(plan.batchInterval)
      batch += try feed.next(plan.batchMax - batch.count, through: wake.durable)
      return batch
    } catch { throw SinkFailure("\(error)") }
  }

  /// One attempt; leaves in the batch what has not arrived.
  private func attempt(
    _ batch: inout [SinkRecord], _ sink: any Sink, _ cursor: inout SinkCursor
  ) throws(SinkFailure) -> SinkFailure? {
    let result = sink.deliver(batch)
    if !result.rejected.isEmpty {
      try RejectedRecords(log, plan.name).append(result.rejected)
      cursor.rejected += result.rejected.count
      metrics?.rejected.increment(by: UInt64(result.rejected.count))
    }
    metrics?.delivered.increment(by: UInt64(clamping: batch.count - result.left.count - result.rejected.count))
    batch = result.left
    return batch.isEmpty ? nil : result.failure ?? SinkFailure("a part of the records did not arrive")
  }

  /// Where deliveries stopped, or where a new sink begins.
  private func opened() throws(SinkFailure) -> SinkCursor {
    do {
      if let cursor = try SinkCursor.read(plan.name, log) {
        guard cursor.content == plan.content else {
          throw SinkFailure("it delivered \(cursor.content.rawValue) before; give it another name")
        }
        return cursor
      }
      var cursor = SinkCursor(position: try beginning())
      cursor.content = plan.content
      try cursor.write(plan.name, log)
      return cursor
    } catch let failure as SinkFailure { throw failure } catch { throw SinkFailure("\(error)") }
  }

  private func beginning() throws(AuditError) -> LogPosition {
    guard plan.content == .entries else { return LogPosition(segment: 0, offset: 0, sequence: 0) }
    return plan.start == .oldest ? try LogFollower.oldest(log.active) : try LogFollower.newest(log.active)
  }

  private func keep(_ cursor: SinkCursor) throws(SinkFailure) {
    while true {
      do throws(SinkError) { return try cursor.write(plan.name, log) } catch {
        // What has arrived is not delivered again because a disk is full: only the cursor is tried again.
        guard !wake.isStopping else { throw SinkFailure("\(error)") }
        note(SinkFailure("\(error)"))
        wake.pause(plan.backoffMax)
      }
    }
  }

  private func note(_ failure: SinkFailure) {
    metrics?.failures.increment()
    metrics?.failing.set(true)
    guard var cursor = try? SinkCursor.read(plan.name, log), cursor.failure != failure.reason else { return }
    cursor.failure = failure.reason
    try? cursor.write(plan.name, log)
  }

  private func note(_ failure: SinkFailure, _ cursor: inout SinkCursor) {
    cursor.failure = failure.reason
    note(failure)
    showLag(cursor)
  }

  private func showLag(_ cursor: SinkCursor) {
    guard plan.content == .entries else { return }
    let durable = wake.durable
    metrics?.lag.set(durable > cursor.delivered ? Int64(clamping: durable - cursor.delivered) : 0)
  }
}
