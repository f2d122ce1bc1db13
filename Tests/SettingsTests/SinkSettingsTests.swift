import Testing

@testable import Settings

@Suite("Settings of sinks")
struct SinkSettingsTests {
  @Test func sinksAndWitnessesAreReadByName() throws {
    let loaded = try Loading().load(
      """
      audit:
        sinks:
          siem: {kind: syslog, address: "siem.example.com:6514", format: cef}
          search: {kind: opensearch, url: "https://search.example.com:9200", username: u, password_env: P}
          archive: {kind: directory, directory: /mnt/worm}
          anchor: {kind: http, content: checkpoints, url: "https://elsewhere.example.org/c"}
        witnesses:
          one: {url: "https://w.example.org", public_key: "w.example.org+00000000+BA=="}
      """)
    let audit = loaded.configuration.audit
    #expect(audit.sinks["siem"]?.kind == .syslog && audit.sinks["siem"]?.tls == true)
    #expect(audit.sinks["siem"]?.endpoint?.port == 6_514)
    #expect(audit.sinks["search"]?.kind == .openSearch && audit.sinks["search"]?.index == "precinct-audit")
    #expect(audit.sinks["archive"]?.batchInterval == .seconds(60) && audit.sinks["siem"]?.batchInterval == .seconds(1))
    #expect(audit.sinks["anchor"]?.content == .checkpoints)
    #expect(audit.witnesses["one"]?.url == "https://w.example.org")
  }

  @Test(arguments: [
    "sinks: {a: {kind: syslog}}", "sinks: {a: {kind: http}}", "sinks: {a: {kind: opensearch}}", "sinks: {a: {kind: directory}}",
    "sinks: {a: {kind: smoke}}", "sinks: {../a: {}}", "sinks: {a: {certificate_file: config/opa/a.rego}}",
    "sinks: {a: {kind: http, url: 'https://x/', username: u}}",
    "sinks: {a: {kind: http, url: 'http://x.example/', token_env: T}}",
    "sinks: {a: {kind: http, url: 'https://x/', token_env: T, username: u, password_env: P}}",
    "sinks: {a: {content: checkpoints, format: cef}}", "sinks: {a: {kind: directory, directory: d, format: ocsf}}",
    "witnesses: {a: {}}", "witnesses: {a: {url: 'https://x/'}}",
  ])
  func whatMakesNoSenseIsRefused(_ text: String) {
    #expect(!Loading().problems("audit:\n  \(text)\n").isEmpty)
  }

  @Test func productionProfilesRefuseSinksThatAnyoneOnTheWayCanRead() throws {
    var configuration = Configuration()
    configuration.profile = .standard
    func isRefused(_ change: (inout SinkSettings) -> Void) -> Bool {
      var sink = SinkSettings()
      change(&sink)
      configuration.audit.sinks = ["a": sink]
      return ProfileCheck.violations(of: configuration).contains { $0.key == "audit.sinks.a" }
    }
    #expect(isRefused { $0.kind = .syslog; $0.address = "siem.example.com:514"; $0.tls = false })
    #expect(isRefused { $0.kind = .http; $0.url = "http://siem.example.com/" })
    #expect(!isRefused { $0.kind = .syslog; $0.address = "siem.example.com:6514" })
    #expect(!isRefused { $0.kind = .syslog; $0.address = "127.0.0.1:514"; $0.tls = false })
    #expect(!isRefused { $0.kind = .openSearch; $0.url = "https://search.example.com/" })
    #expect(!isRefused { $0.kind = .directory; $0.directory = "/mnt/worm" })
  }
}
