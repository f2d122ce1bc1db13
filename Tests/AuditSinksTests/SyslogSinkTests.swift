import Audit
import Basics
import TestKit
import Testing

@testable import AuditSinks

@Suite(
  "Syslog sink, against rsyslog", .serialized,
  .enabled(if: Rsyslog.isInstalled, "rsyslog is not installed; scripts/deps test installs it"))
struct SyslogSinkTests {
  private let bench: SinkBench
  private let directory: TemporaryDirectory

  init() throws {
    bench = try SinkBench()
    directory = try TemporaryDirectory()
  }

  private func received(_ server: Rsyslog) -> [String] {
    guard let bytes = try? FileBytes.read(server.messages, bytesMax: 10_000_000) else { return [] }
    return bytes.lines.map(\.text)
  }

  private func sequences(_ server: Rsyslog) -> [Int] {
    received(server).map { line in
      let parts = line.split(separator: "sequence=\"", maxSplits: 1)
      return parts.count == 2 ? Int(parts[1].prefix { $0.isNumber }) ?? 0 : 0
    }
  }

  private func address(_ server: Rsyslog) -> SinkAddress { SinkAddress(host: "127.0.0.1", port: server.port) }

  private func wait(for count: Int, at server: Rsyslog) async throws {
    try await bench.wait { received(server).count >= count }
  }

  @Test func whatWasMissedWhileItWasDownArrivesOnceAndInOrder() async throws {
    let server = try Rsyslog(in: directory)
    let sinks = try AuditSinks([bench.plan(.syslog(address(server))) { $0.batchMax = 50 }], of: bench.log)
    sinks.start()
    // Nobody listens yet.
    try bench.append(120)
    try await bench.wait { try bench.cursor?.failure != nil }
    try server.start()
    try await wait(for: 120, at: server)
    try await bench.wait { try bench.cursor?.delivered == 120 }
    server.stop()
    try bench.append(80, from: 120)
    try await bench.wait { try bench.cursor?.failure != nil }
    try server.start()
    try await wait(for: 200, at: server)
    await sinks.stop(within: .seconds(30))
    server.stop()
    #expect(sequences(server) == Array(1...200))
  }

  @Test func rsyslogUnderstandsEveryFieldOfEveryFormat() async throws {
    let server = try Rsyslog(in: directory)
    try server.start()
    try bench.append(2)
    for format in SinkFormat.allCases {
      let plan = bench.plan(.syslog(address(server))) {
        $0.format = format
        $0.name = format.rawValue
      }
      try await bench.deliver(plan)
    }
    try await wait(for: 6, at: server)
    server.stop()
    let lines = received(server)
    #expect(lines.allSatisfy { $0.hasPrefix("precinct|decision|") && $0.contains("|2026-11-21T09:00:00.000000Z|") })
    #expect(lines.count { $0.contains("|warning|") } == 3 && lines.count { $0.contains("|info|") } == 3)
    #expect(lines.allSatisfy { $0.contains(#"[precinct@32473 sequence="#) && $0.contains(#"origin="test.example/audit""#) })
    #expect(lines.contains { $0.contains("CEF:0|Precinct|agw|1|authz_policy_denied|") })
    #expect(lines.contains { $0.contains(#""class_uid":6003"#) } && lines.contains { $0.contains(#""prev_hash":"#) })
  }

  @Test func overTLSBothEndsShowCertificates() async throws {
    _ = try MutualTLSFiles.write(to: directory.path)
    let server = try Rsyslog(in: directory, isSecured: true)
    try server.start()
    try bench.append(300)
    var address = address(server)
    address.host = "localhost"
    address.tls = SinkTLS(
      authorityFile: directory.file("bundle.pem"), certificateFile: directory.file("client.pem"),
      keyFile: directory.file("client.key"))
    try await bench.deliver(bench.plan(.syslog(address)) { $0.batchMax = 100 })
    try await wait(for: 300, at: server)
    #expect(sequences(server) == Array(1...300))

    // A certificate of another authority is refused, and what is sent with it does not count.
    address.tls?.certificateFile = directory.file("impostor.pem")
    address.tls?.keyFile = directory.file("impostor.key")
    let text = SyslogText(host: "-", origin: "o", format: .json)
    let sink = SyslogSink(try SinkEndpoint(address, timeout: .seconds(20)), text, .entries)
    let record = SinkRecord(sequence: 301, bytes: Array("{}".utf8), next: .start)
    #expect(sink.deliver([record]).left == [record])
    server.stop()
    #expect(received(server).count == 300)
  }
}
