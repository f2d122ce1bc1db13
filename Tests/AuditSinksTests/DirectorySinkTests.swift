import Audit
import Basics
import FoundationEssentials
import TestKit
import Testing

@testable import AuditSinks

@Suite("Directory sink") struct DirectorySinkTests {
  private let bench: SinkBench
  private var worm: String { bench.directory.file("worm") }

  init() throws { bench = try SinkBench() }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: worm).sorted()
  }

  private func number(_ value: Int) -> String { String(repeating: "0", count: 20 - String(value).count) + String(value) }

  @Test func filesAreNamedByTheirRangeAndTogetherAreTheLog() async throws {
    try bench.append(25)
    try await bench.deliver(bench.plan(.directory(worm)) { $0.batchMax = 10 })
    let expected = [(1, 10), (11, 20), (21, 25)].map { "entries-\(number($0.0))-\(number($0.1)).jsonl" }
    #expect(try names() == expected)
    var all: [UInt8] = []
    for name in try names() {
      all += try FileBytes.read("\(worm)/\(name)", bytesMax: 100_000)
      #expect(try FileBytes.permissions("\(worm)/\(name)") == 0o400)
    }
    let copy = try TemporaryDirectory()
    try copy.write(all, to: "audit.jsonl")
    let result = try AuditVerifier(copy.file("audit.jsonl")).verify()
    #expect(result.isIntact && result.entries == 25)
  }

  @Test func aBatchThatWasWrittenBeforeACrashKeepsItsRange() async throws {
    try bench.append(10)
    let plan = bench.plan(.directory(worm)) { $0.batchMax = 10 }
    try await bench.deliver(plan)
    // As if the cursor had not been written, and batches were larger now.
    try FileManager.default.removeItem(atPath: bench.paths.sinks + "/test.cursor")
    try bench.append(5, from: 10)
    try await bench.deliver(bench.plan(.directory(worm)))
    #expect(try names() == ["entries-\(number(1))-\(number(10)).jsonl", "entries-\(number(11))-\(number(15)).jsonl"])
  }

  @Test func aFileIsNeverRewritten() throws {
    let sink = DirectorySink(bench.directory.path, .entries)
    let place = LogPosition(segment: 1, offset: 1, sequence: 2)
    #expect(sink.deliver([SinkRecord(sequence: 1, bytes: [0x61], next: place)]).left.isEmpty)
    #expect(sink.deliver([SinkRecord(sequence: 1, bytes: [0x61], next: place)]).left.isEmpty)
    let other = sink.deliver([SinkRecord(sequence: 1, bytes: [0x62], next: place)])
    #expect(other.left.count == 1 && other.failure?.reason.contains("another file has its name") == true)
    let path = bench.directory.file("entries-\(number(1))-\(number(1)).jsonl")
    #expect(try FileBytes.read(path, bytesMax: 10) == [0x61, 0x0a])
  }

  @Test func checkpointsAreFilesOfTheirOwn() async throws {
    try bench.append(12)
    try bench.log.close()
    let plan = bench.plan(.directory(worm)) { $0.content = .checkpoints }
    let sinks = try AuditSinks([plan], of: bench.log)
    sinks.start()
    try await bench.wait { try bench.cursor?.delivered == 12 }
    await sinks.stop(within: .seconds(30))
    let last = try FileBytes.read("\(worm)/checkpoint-\(number(12)).note", bytesMax: 10_000)
    #expect(last.text.hasPrefix("test.example/audit\n12\n"))
  }
}
