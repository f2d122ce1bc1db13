import Basics
import Glibc
import TestKit
import Testing

/// Evidence, data subjects and backups as people use them: one gateway, from its first call to one that goes on from a
/// restored backup.
@Suite("Evidence commands") struct EvidenceCommandTests {
  static let alice = "spiffe://poc.local/external/alice"
  static let frameworks =
    String(#filePath.dropLast("Tests/CommandTests/EvidenceCommandTests.swift".utf8.count)) + "config/compliance"

  private func succeeded(_ outcome: Agw.Outcome) throws -> String {
    try #require(outcome.code == 0, "\(outcome.errors)")
    return outcome.output
  }

  @Test func everyFrameworkIsCollectedAndVerifies() throws {
    let gateway = try RunningGateway()
    _ = try gateway.call("bash")
    _ = try gateway.call("my_tool")
    let output = try succeeded(gateway.agw.run("compliance", "collect", "--framework", "all", "--frameworks", Self.frameworks))
    let paths = output.split(separator: "\n").map(String.init)
    #expect(paths.count == 7)
    for path in paths {
      #expect(try succeeded(gateway.agw.run("compliance", "verify", path)).hasPrefix("VERIFIED"))
    }
    let soc2 = try #require(paths.first { $0.hasSuffix("/soc2") })
    let html = gateway.installation.directory.file("\(soc2)/report.html")
    try FileBytes.replace(html, with: Array("<p>all is well".utf8), mode: 0o600)
    let changed = try gateway.agw.run("compliance", "verify", soc2)
    #expect(changed.code == 1 && changed.errors.contains("report.html"))
    let evidence = try succeeded(
      gateway.agw.run("compliance", "evidence", "--framework", "soc2", "--frameworks", Self.frameworks, "--control", "CC6.6"))
    #expect(try JSONValue.parse(evidence.split(separator: "\n").joined())["status"] == "effective")
    #expect(try gateway.agw.run("compliance", "report", "--framework", "soc3", "--frameworks", Self.frameworks).code == 1)
  }

  @Test func aSubjectIsExportedAndErasedWhileTheGatewayRuns() throws {
    let gateway = try RunningGateway()
    _ = try gateway.call("bash", by: Self.alice)
    let agw = gateway.agw
    let found = try succeeded(agw.run("audit", "search", "--caller", Self.alice, "--format", "json"))
    #expect(found.contains(Self.alice))
    let log = try FileBytes.read(gateway.state + "/audit.jsonl", bytesMax: 1 << 24)
    #expect(!String(decoding: log, as: UTF8.self).contains("alice"))
    #expect(try !succeeded(agw.run("audit", "search", "--as", "viewer", "--format", "json")).contains("alice"))
    let export = try succeeded(agw.run("gdpr", "export", Self.alice))
    #expect(export.contains(#""caller_id":"\#(Self.alice)""#) && export.hasSuffix("{\"entries\":1}\n"))
    #expect(try succeeded(agw.run("gdpr", "delete", Self.alice, "--yes")).contains("erased"))
    #expect(try agw.run("gdpr", "delete", Self.alice, "--yes").code == 1)
    let after = try succeeded(agw.run("audit", "search", "--format", "json"))
    #expect(after.contains("[ERASED]") && !after.contains("alice"))
    #expect(RunningGateway.eventually {
      (try? agw.run("audit", "search", "--event", "change", "--code", "subject_erased", "--format", "json"))?.output.isEmpty == false
    })
    #expect(try agw.run("audit", "verify").code == 0)
  }

  @Test func aBackupOfARunningGatewayIsRestoredAndGoesOn() throws {
    let gateway = try RunningGateway()
    _ = try gateway.call("bash")
    let agw = gateway.agw
    let path = try succeeded(agw.run("backup", "create", "--output-dir", "backups")).trimmed
    #expect(try succeeded(agw.run("backup", "verify", path)).hasPrefix("INTACT"))
    #expect(try succeeded(agw.run("backup", "test", path)).hasPrefix("PASSED"))
    #expect(try agw.run("backup", "restore", path, "--into", "state").code == 1)
    _ = try succeeded(agw.run("backup", "restore", path, "--into", "restored"))
    #expect(gateway.stop() == 0)
    let place = gateway.installation.directory
    try place.write("state_directory: restored\naudit: { path: restored/audit.jsonl }\n", to: "restored.yaml")
    let files = ["--config", "config/precinct.yaml", "--config", "restored.yaml"]
    let streams = try Streams(in: place.path)
    let pid = try agw.start(["serve"] + files, streams)
    #expect(RunningGateway.eventually { streams.text(2).contains("Precinct is ready.") }, "\(streams.text(2))")
    kill(pid, SIGTERM)
    #expect(Agw.wait(pid) == 0)
    #expect(try agw.run(all: ["audit", "verify"] + files).code == 0)
  }

  /// A backup that is killed at any moment has no name, or is whole.
  @Test func aKilledBackupNeverVerifiesUnlessItIsWhole() throws {
    let gateway = try RunningGateway()
    _ = try gateway.call("bash")
    let place = gateway.installation.directory
    for step in 0..<12 {
      let streams = try Streams(in: place.path)
      let pid = try gateway.agw.start(["backup", "create", "--output-dir", "killed-\(step)"], streams)
      usleep(useconds_t(step * 15_000))
      kill(pid, SIGKILL)
      _ = Agw.wait(pid)
      for name in Self.names(in: place.file("killed-\(step)")) {
        let path = "killed-\(step)/\(name)"
        let isVerified = try gateway.agw.run("backup", "verify", path).code == 0
        #expect(isVerified || name.hasSuffix(".partial"), "\(path)")
        // What verifies comes back whole, also where it was killed before it got its name.
        if isVerified { #expect(try gateway.agw.run("backup", "test", path).code == 0, "\(path)") }
      }
    }
  }

  private static func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
