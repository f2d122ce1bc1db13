import Audit
import Basics
import Synchronization
import TestKit
import Testing

@testable import AuditSinks

@Suite("Sinks at work") struct SinkRunnerTests {
  private let bench: SinkBench

  init() throws { bench = try SinkBench(segmentBytesMax: 4_096) }

  private func first(_ request: FakeServer.Request) -> String { request.field("Precinct-First") ?? "" }

  private func sequences(_ server: FakeServer) throws -> [Int] {
    try server.requests.flatMap { try $0.body.lines.map { try JSONValue.parse($0)["sequence"]?.intValue ?? 0 } }
  }

  @Test func whatWasMissedWhileDownArrivesAfterwardsOnceAndInOrder() async throws {
    let server = try FakeServer { _, _ in .answer(status: 200) }
    let plan = bench.plan(.http(SinkAddress(host: "127.0.0.1", port: server.port))) { $0.batchMax = 7 }
    try bench.append(20)
    try await bench.deliver(plan)
    // Nobody delivers while these are written, through several segments.
    try bench.append(60, from: 20)
    try await bench.deliver(plan)
    try await bench.deliver(plan)
    #expect(try sequences(server) == Array(1...80))
    #expect(server.requests.allSatisfy { $0.field("Precinct-Log") == "test.example/audit" })
  }

  @Test func aSinkThatHangsHoldsUpNeitherTheLogNorAnotherSink() async throws {
    let hanging = try FakeServer { _, _ in .silence }
    let healthy = try FakeServer { _, _ in .answer(status: 204) }
    var slow = bench.plan(.http(SinkAddress(host: "127.0.0.1", port: hanging.port)))
    slow.name = "slow"
    slow.timeout = .seconds(600)
    let quick = bench.plan(.http(SinkAddress(host: "127.0.0.1", port: healthy.port)))
    let sinks = try AuditSinks([slow, quick], of: bench.log)
    sinks.start()
    try bench.append(50)
    try await bench.wait { hanging.requests.count == 1 }
    try bench.append(50, from: 50)
    try await bench.wait { try SinkStatus.read(["test"], of: bench.paths)[0].lag == 0 }
    #expect(bench.log.durableThrough == 100)
    #expect(try sequences(healthy) == Array(1...100))
    let status = try SinkStatus.read(["slow", "never"], of: bench.paths)
    #expect(status[0].lag == 100 && status[0].cursor?.delivered == 0)
    #expect(status[1].cursor == nil && status[1].lag == nil)
    await sinks.stop(within: .milliseconds(50))
  }

  @Test func aFailureIsShownAndGoneWhenItIsOver() async throws {
    let isDown = Mutex(true)
    let server = try FakeServer { _, _ in isDown.withLock { $0 } ? .answer(status: 503, body: "full") : .answer(status: 200) }
    let sinks = try AuditSinks([bench.plan(.http(SinkAddress(host: "127.0.0.1", port: server.port)))], of: bench.log)
    sinks.start()
    try bench.append(5)
    try await bench.wait { try bench.cursor?.failure?.contains("503 full") == true }
    isDown.withLock { $0 = false }
    try await bench.wait { try bench.cursor?.delivered == 5 }
    #expect(try bench.cursor?.failure == nil)
    await sinks.stop(within: .seconds(30))
  }

  @Test func whatIsLeftGoesOutWhenTheGatewayStops() async throws {
    let server = try FakeServer { _, _ in .answer(status: 200) }
    let plan = bench.plan(.http(SinkAddress(host: "127.0.0.1", port: server.port))) { $0.batchInterval = .seconds(3_600) }
    let sinks = try AuditSinks([plan], of: bench.log)
    sinks.start()
    try bench.append(5)
    try bench.log.close()
    await sinks.stop(within: .seconds(30))
    #expect(try sequences(server) == Array(1...5))
  }

  @Test func aNewSinkMayBeginWithWhatComes() async throws {
    let server = try FakeServer { _, _ in .answer(status: 200) }
    try bench.append(5)
    let plan = bench.plan(.http(SinkAddress(host: "127.0.0.1", port: server.port))) { $0.start = .newest }
    try await bench.deliver(plan)
    try bench.append(3, from: 5)
    try await bench.deliver(plan)
    #expect(try sequences(server) == [6, 7, 8])
  }

  @Test func aBatchThatIsTooLargeGoesInParts() async throws {
    let server = try FakeServer { request, _ in request.body.lines.count > 3 ? .answer(status: 413) : .answer(status: 200) }
    try bench.append(10)
    try await bench.deliver(bench.plan(.http(SinkAddress(host: "127.0.0.1", port: server.port))))
    let taken = server.requests.filter { $0.body.lines.count <= 3 }
    #expect(taken.map(first) == ["1", "3", "6", "8"])
  }

  @Test func checkpointsArriveAsTheyAreSigned() async throws {
    let server = try FakeServer { _, _ in .answer(status: 200) }
    try bench.append(25)
    try bench.log.close()
    let plan = bench.plan(.http(SinkAddress(host: "127.0.0.1", port: server.port))) { $0.content = .checkpoints }
    let sinks = try AuditSinks([plan], of: bench.log)
    sinks.start()
    try await bench.wait { try bench.cursor?.delivered == 25 }
    await sinks.stop(within: .seconds(30))
    let notes = try server.requests.flatMap { try $0.body.lines.map { try JSONValue.parse($0)["note"]?.stringValue ?? "" } }
    #expect(notes.joined() == (try FileBytes.read(bench.paths.checkpoints, bytesMax: 100_000)).text)
    #expect(!notes.isEmpty && server.requests[0].body.text.contains(#""origin":"test.example/audit""#))
  }

  @Test func aCursorThatIsDamagedStopsTheSinkAndSaysSo() async throws {
    try bench.append(2)
    try await bench.deliver(bench.plan(.directory(bench.directory.file("worm"))))
    try FileBytes.replace(bench.paths.sinks + "/test.cursor", with: Array("{}".utf8), mode: 0o600)
    #expect(throws: SinkError.self) { try SinkStatus.read(["test"], of: bench.paths) }
  }

  @Test func pausesGrowToTheirBoundAndHeedWhatIsAskedFor() {
    var backoff = Backoff(max: .seconds(2))
    #expect((0..<5).map { _ in backoff.pause(asked: nil, random: 1) } == [250, 500, 1_000, 2_000, 2_000].map { .milliseconds($0) })
    #expect(backoff.pause(asked: .seconds(1)) == .seconds(1))
    #expect(backoff.pause(asked: .seconds(900)) == .seconds(2))
    backoff.reset()
    #expect(backoff.pause(asked: nil, random: 0.5) == .milliseconds(125))
  }
}
