import Basics
import Glibc
import Synchronization
import Testing

@testable import Audit
@testable import Gateway
@testable import Settings

@Suite("A log that cannot be written") struct AuditFailureTests {
  /// A disk that is full while it is told to be.
  private final class Disk: Sendable {
    private let full = Atomic<Bool>(false)
    var isFull: Bool {
      get { full.load(ordering: .relaxed) }
      set { full.store(newValue, ordering: .relaxed) }
    }

    var options: AuditLogOptions {
      var options = AuditLogOptions(retryInterval: .milliseconds(20))
      let write = options.calls.write
      options.calls.write = { descriptor, bytes in
        guard !self.isFull else {
          errno = ENOSPC
          return -1
        }
        return write(descriptor, bytes)
      }
      return options
    }
  }

  @Test func nothingIsLetThroughUntilTheLogRecovers() async throws {
    let disk = Disk()
    try await GatewayHarness.run(audit: disk.options) { gateway in
      #expect(try await gateway.call("echo").status == 200)
      disk.isFull = true
      // The first one learns it from the disk, the others from the first.
      for _ in 0..<3 {
        let refused = try await gateway.call("echo")
        #expect(refused.status == 503)
        #expect(refused.code == "audit_unavailable")
        #expect(refused.fields["retry-after"] != nil)
      }
      let mcp = try await gateway.send(AgentRequest.call("echo").mcp)
      #expect(mcp.json["error"]?["code"] == -31_004)
      let health = try await gateway.send(
        AgentRequest(verb: "GET", path: "/health", fields: [("Host", "a")], body: ""))
      #expect(health.json["audit"] == "unavailable")
      disk.isFull = false
      #expect(await eventually { gateway.runtime.audit.failure == nil })
      #expect(try await gateway.call("echo").status == 200)
    }
  }

  @Test func aCallOfGreatRiskDoesNotReachTheServerBeforeItsRecordIsOnDisk() async throws {
    let disk = Disk()
    try await GatewayHarness.run(
      audit: disk.options, configure: { settings, _ in settings.deepScan.fromRiskLevel = .critical }
    ) { gateway in
      #expect(try await gateway.call("risky").status == 200)
      disk.isFull = true
      let refused = try await gateway.call("risky")
      #expect(refused.code == "audit_unavailable")
      #expect(gateway.server.calls.count == 1)
      disk.isFull = false
      #expect(await eventually { gateway.runtime.audit.failure == nil })
    }
  }
}
