import Audit
import Basics
import TestKit
import Synchronization

@testable import AuditSinks

/// A log with entries, and a sink on it.
final class SinkBench: Sendable {
  let directory: TemporaryDirectory
  let log: AuditLog
  var paths: LogPaths { log.paths }

  init(segmentBytesMax: Int = 1 << 20) throws {
    directory = try TemporaryDirectory()
    var options = AuditLogOptions(segmentBytesMax: segmentBytesMax)
    options.signing = AuditSigning(origin: "test.example/audit", entriesMax: 10)
    log = try AuditLog(directory.file("audit.jsonl"), options)
  }

  /// Appends entries and waits until they are durable.
  func append(_ count: Int, from first: Int = 0) throws {
    for number in first..<(first + count) {
      var entry = AuditEntry(timestamp: Timestamp(seconds: 1_795_251_600), event: .decision)
      entry.decisionID = "decision-\(number)"
      entry.callerID = "spiffe://poc.local/agent"
      entry.decision = number % 3 == 0 ? .deny : .allow
      entry.code = number % 3 == 0 ? "authz_policy_denied" : nil
      let sequence = try log.append(entry)
      if number == first + count - 1 { while log.durableThrough < sequence {} }
    }
  }

  /// A plan that neither waits for more nor long after failures.
  func plan(_ target: SinkTarget, _ change: (inout SinkPlan) -> Void = { _ in }) -> SinkPlan {
    var plan = SinkPlan(name: "test", target: target)
    plan.batchInterval = .zero
    plan.backoffMax = .milliseconds(1)
    change(&plan)
    return plan
  }

  /// Delivers everything that there is, however often it takes, and ends.
  func deliver(_ plan: SinkPlan) async throws {
    let sinks = try AuditSinks([plan], of: log)
    sinks.start()
    try await wait { try SinkStatus.read([plan.name], of: self.paths)[0].lag == 0 }
    await sinks.stop(within: .seconds(30))
  }

  func wait(until isMet: () throws -> Bool) async throws {
    for _ in 0..<10_000 {
      if try isMet() { return }
      try await Task.sleep(for: .milliseconds(2))
    }
    throw Late()
  }

  var cursor: SinkCursor? { get throws { try SinkCursor.read("test", paths) } }

  struct Late: Error {}
}

extension Array<UInt8> {
  var lines: [[UInt8]] { split(separator: 0x0a).map(Array.init) }
  var text: String { String(decoding: self, as: UTF8.self) }
}
