import Basics
import Policy
import Synchronization
import Telemetry
import TestKit
import Testing

@testable import Gateway
@testable import Settings

@Suite("Bundles of a server") struct BundleTests {
  static func files(_ revision: String, _ tool: String) -> [String: String] {
    [
      ".manifest": #"{"revision": "\#(revision)", "roots": ["agentweave"]}"#,
      "a.rego": """
        package agentweave.authz
        import rego.v1
        deny contains "bundle" if input.tool == data.agentweave.denied[_]
        """,
      "agentweave/data.json": #"{"denied": ["\#(tool)"]}"#,
    ]
  }

  private static func settings(_ server: ToolServer) -> BundleSettings {
    var settings = BundleSettings()
    settings.url = "http://127.0.0.1:\(server.port)/bundle.tar.gz"
    settings.signed = false
    settings.bytesMax = 100_000
    return settings
  }

  /// A gateway with one bundle, `b`, that the server of `reply` has.
  private func run(
    _ change: @escaping (inout BundleSettings, inout Configuration) -> Void = { _, _ in },
    _ body: (GatewayHarness, ToolServer) async throws -> Void
  ) async throws {
    let server = try await ToolServer.start()
    try await GatewayHarness.run(configure: { configuration, _ in
      var settings = Self.settings(server)
      change(&settings, &configuration)
      configuration.policy.bundles = ["b": settings]
    }) { try await body($0, server) }
    await server.stop()
  }

  private func poll(_ gateway: GatewayHarness) async throws -> Bool {
    let settings = try #require(gateway.service.configuration.policy.bundles["b"])
    return await gateway.service.pollBundle("b", settings) { work in try work() }
  }

  private func status(_ gateway: GatewayHarness) throws -> BundleStatus {
    try #require(gateway.service.bundleStatuses.first { $0.name == "b" })
  }

  @Test func aBundleComesIntoForceAndIsNotSentTwice() async throws {
    try await run { gateway, server in
      // Before it is there, nothing is allowed, and the gateway is not ready.
      let before = try await gateway.call("echo")
      #expect(before.code == "authz_policy_unavailable")
      #expect(before.json["details"]?["reason"] == "policy_bundle_missing")
      #expect(!gateway.service.readiness.isReady)

      let archive = TestArchive(Self.files("r1", "risky")).bytes
      server.script { request in
        request.fields["if-none-match"] == "\"1\"" ? .bare(304) : .bytes(archive, fields: [("ETag", "\"1\"")])
      }
      #expect(try await poll(gateway))
      #expect(gateway.service.readiness.isReady)
      #expect(try await gateway.call("echo").status == 200)
      #expect(try await gateway.call("risky").json["details"]?["reason"] == "bundle")
      #expect(try await poll(gateway))
      #expect(server.received.map { $0.fields["if-none-match"] } == [nil, "\"1\""])
      let status = try status(gateway)
      #expect(status.activeRevision == "r1" && status.error == nil && status.byteCount == archive.count)
      #expect(gateway.runtime.metrics.bundleRequests["activated"].value == 1)
      #expect(gateway.runtime.metrics.bundleRequests["unchanged"].value == 1)
      server.script { _ in .bytes(archive) }
      #expect(try await poll(gateway))
      #expect(gateway.runtime.metrics.bundleRequests["unchanged"].value == 2)
      #expect(try gateway.records().contains { $0["detail"]?.stringValue?.contains("bundle b activated") == true })
    }
  }

  @Test func theLastGoodOneIsKeptForAStartWithoutTheServer() async throws {
    try await run { gateway, server in
      server.script { _ in .bytes(TestArchive(Self.files("r1", "risky")).bytes) }
      #expect(try await poll(gateway))
      server.script { _ in .close }
      #expect(try await !poll(gateway))
      #expect(try await gateway.call("risky").code == "authz_policy_denied")
      #expect(gateway.service.reload().isSuccess)
      #expect(try await gateway.call("risky").code == "authz_policy_denied")
      // Another start on the same state.
      let store = PolicyStore(in: gateway.service.configuration.stateDirectory)
      let configuration = gateway.service.configuration
      let stack = try store.stack(configuration, over: SnapshotLoader.bundle(configuration))
      #expect(stack.missing.isEmpty && stack.bundles.first?.manifest.revision == "r1")
      // If it is damaged there, it is missing.
      let path = configuration.stateDirectory + "/bundles/b.tar.gz"
      var bytes = try FileBytes.read(path, bytesMax: 100_000)
      bytes[bytes.count / 2] ^= 0xFF
      try FileBytes.replace(path, with: bytes, mode: 0o600)
      let damaged = try store.stack(configuration, over: SnapshotLoader.bundle(configuration))
      #expect(damaged.missing == ["b"])
    }
  }

  @Test func whatIsWrongLeavesTheOneInForce() async throws {
    try await run { gateway, server in
      let good = TestArchive(Self.files("r1", "risky")).bytes
      server.script { _ in .bytes(good) }
      #expect(try await poll(gateway))
      let digest = gateway.runtime.snapshot.policyDigest
      var broken = Self.files("r2", "echo")
      broken["a.rego"] = "package agentweave.authz\nallow if {"
      var climbing = TestArchive(Self.files("r2", "echo"))
      climbing.add("../../evil.rego", Array("package agentweave.x".utf8))
      let replies: [(ToolServer.Reply, BundleError.Code)] = [
        (.bytes(TestArchive(broken).bytes), .content),
        (.bytes(climbing.bytes), .archive),
        (.bytes(TestArchive(["a.rego": "package x"]).bytes.dropLast(20)), .archive),
        (.bytes(TestArchive([".manifest": #"{"roots": ["a"]}"#, "x.rego": "package b"]).bytes), .roots),
        (.bytes([UInt8](repeating: 1, count: 100_001)), .download),
        (.raw("HTTP/1.1 200 OK\r\ncontent-length: \(good.count)\r\n\r\nhalf"), .download),
        (.raw("nonsense\r\n\r\n"), .download), (.bare(404), .download), (.bare(304), .download),
        (.json("{}", status: 500), .download), (.close, .download), (.json("{}"), .archive),
      ]
      for (reply, code) in replies {
        server.script { _ in reply }
        #expect(try await !poll(gateway))
        #expect(try status(gateway).error?.code == code, "\(reply)")
        #expect(try status(gateway).activeRevision == "r1")
      }
      #expect(gateway.runtime.snapshot.policyDigest == digest)
      #expect(try await gateway.call("risky").code == "authz_policy_denied")
      #expect(try await gateway.call("echo").status == 200)
      let document = try status(gateway).document
      #expect(document["code"] == "bundle_error" && document["active_revision"] == "r1")
    }
  }

  @Test func aServerThatHangsIsGivenUp() async throws {
    try await run({ settings, _ in settings.timeout = .milliseconds(150) }) { gateway, server in
      server.script { _ in .hang }
      let isGood = try await poll(gateway)
      let error = try #require(try status(gateway).error)
      #expect(!isGood && error.code == .download)
      #expect(error.message.contains("did not send the bundle within"))
      // One that sends half and then nothing is given up too.
      let source = EventSource()
      server.script { _ in .events(source) }
      let isGoodThen = try await poll(gateway)
      #expect(!isGoodThen)
    }
  }

  @Test func signaturesAreAskedFor() async throws {
    let key = TokenKey.p256("release")
    let file = try TemporaryDirectory()
    try file.write(key.webKey.serialized(), to: "key.json")
    try await run({ settings, configuration in
      settings.signed = true
      var bundleKey = BundleKeySettings()
      bundleKey.algorithm = .es256
      bundleKey.file = file.file("key.json")
      configuration.policy.bundleKeys = ["release": bundleKey]
    }) { gateway, server in
      let files = Self.files("r1", "risky")
      func signed(by key: TokenKey) throws -> [UInt8] {
        var names: [JSONValue] = []
        for (path, text) in files {
          let document = try? JSONValue.parse(text)
          let content = document?.canonical() ?? Array(text.utf8)
          names.append(["name": .string(path), "hash": .string(Digest256(of: content).hex), "algorithm": "SHA-256"])
        }
        var mint = TokenMint(key: key)
        mint.claims = ["files": .array(names)]
        let signatures = JSONValue.object(["signatures": [.string(try mint.token())]]).text
        return TestArchive(files.merging([".signatures.json": signatures]) { $1 }).bytes
      }
      server.script { _ in .bytes(TestArchive(files).bytes) }
      #expect(try await !poll(gateway))
      #expect(try status(gateway).error?.code == .unsigned)
      let wrong = try signed(by: TokenKey.p256("release"))
      server.script { _ in .bytes(wrong) }
      #expect(try await !poll(gateway))
      #expect(try status(gateway).error?.code == .signature)
      #expect(try await gateway.call("echo").code == "authz_policy_unavailable")
      let right = try signed(by: key)
      server.script { _ in .bytes(right) }
      #expect(try await poll(gateway))
      #expect(try await gateway.call("echo").status == 200)
    }
  }

  @Test func aLocalBundleIsReadAtEachReload() async throws {
    let directory = try TemporaryDirectory()
    try directory.write(TestArchive(Self.files("r1", "risky")).bytes, to: "b.tar.gz")
    try await run({ settings, _ in
      settings.url = nil
      settings.file = directory.file("b.tar.gz")
    }) { gateway, _ in
      #expect(try await gateway.call("risky").code == "authz_policy_denied")
      try directory.write(TestArchive(Self.files("r2", "echo")).bytes, to: "b.tar.gz")
      #expect(gateway.service.reload().isSuccess)
      #expect(try await gateway.call("echo").code == "authz_policy_denied")
      try directory.write("not a bundle", to: "b.tar.gz")
      #expect(!gateway.service.reload().isSuccess)
      #expect(try await gateway.call("echo").code == "authz_policy_denied")
    }
  }

  @Test func theRESTAPIShowsBundlesAndDoesNotWriteIntoThem() async throws {
    let server = try await ToolServer.start()
    try await DecisionPointHarness.run(configure: { settings, _ in settings.policy.bundles = ["b": Self.settings(server)] }) {
      point in
      #expect(try await point.ask("GET", "/health").status == 200)
      let health = try await point.ask("GET", "/health?bundles=true")
      #expect(health.status == 500 && health.json["error"] == "one or more bundles are not activated")
      server.script { _ in .bytes(TestArchive(Self.files("r1", "risky")).bytes) }
      #expect(try await poll(point.gateway))
      #expect(try await point.ask("GET", "/health?bundles=true").status == 200)
      let status = try await point.ask("GET", "/v1/status").json["result"]?["bundles"]?["b"]
      #expect(status?["active_revision"] == "r1" && status?["type"] == "snapshot")
      #expect(status?["last_successful_activation"] != nil)
      let provenance = try await point.ask("GET", "/v1/data/x?provenance").json["provenance"]
      #expect(provenance?["bundles"] == ["b": ["revision": "r1"]])
      let refused = try await point.ask("PUT", "/v1/data/agentweave/denied", "[]")
      #expect(refused.status == 400 && refused.json["message"] == #"path agentweave/denied is owned by bundle "b""#)
      #expect(try await point.code("PUT", "/v1/policies/x", "package agentweave.authz") == "400 invalid_parameter")
      #expect(try await point.code("DELETE", "/v1/policies/b/a.rego") == "400 invalid_parameter")
    }
    await server.stop()
  }
}
