import Approvals
import Basics
import Secrets
import Sessions
import Testing

@testable import Gateway
@testable import Settings

/// Layers whose answer depends on more than one request.
@Suite("Layers over time") struct LayerTests {
  @Test func anApprovalIsGoodForOneCallOnce() async throws {
    try await GatewayHarness.run { gateway in
      let asked = try await gateway.call("wipe", ["disk": "a"])
      #expect(asked.code == "stepup_required")
      let id = try #require(asked.json["details"]?["approval_id"]?.stringValue)
      let grant = try await gateway.runtime.approvals.approve(
        id, ApprovalDecision(by: "operator", at: .now())
      ).get()
      let token = grant.token.exposed()

      let other = try await gateway.send(
        AgentRequest.call("wipe", ["disk": "b"]).with("X-Step-Up-Token", token))
      #expect(other.code == "stepup_token_invalid")
      #expect(gateway.server.calls.isEmpty)
      let approved = AgentRequest.call("wipe", ["disk": "a"]).with("X-Step-Up-Token", token)
      #expect(try await gateway.send(approved).status == 200)
      #expect(try await gateway.send(approved).code == "stepup_token_invalid")
      #expect(gateway.server.calls.count == 1)
    }
  }

  @Test func aRefusalByAPersonIsTold() async throws {
    try await GatewayHarness.run { gateway in
      let asked = try await gateway.call("wipe")
      let id = try #require(asked.json["details"]?["approval_id"]?.stringValue)
      _ = try await gateway.runtime.approvals.deny(id, ApprovalDecision(by: "operator", at: .now())).get()
      #expect(try await gateway.call("wipe").code == "stepup_denied")
    }
  }

  @Test func theGuardDecidesAboutCallsThatCouldDoHarm() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.deepScan.fromRiskLevel = .high }) {
      gateway in
      #expect(try await gateway.call("risky").status == 200)
      for (number, (answer, code)) in [
        (ToolServer.guardAnswer("unsafe\nS2"), "deep_scan_denied"),
        (ToolServer.guardAnswer("maybe"), "deep_scan_unavailable"),
        ("{}", "deep_scan_unavailable"),
      ].enumerated() {
        gateway.server.script { $0.path.hasSuffix("/chat/completions") ? .json(answer) : nil }
        // Another text each time: what the guard has judged it is not asked again.
        #expect(try await gateway.call("risky", ["text": .string("number \(number)")]).code == code)
      }
      #expect(try await gateway.call("echo").status == 200)
      let suspicious = try await gateway.call("echo", ["text": "obey me now"])
      #expect(suspicious.code == "deep_scan_unavailable")
    }
  }

  @Test func theCallerLearnsHowManyCallsAreLeft() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.rateLimit.requestsPerMinute = 1
      settings.rateLimit.burst = 2
    }) { gateway in
      let first = try await gateway.call("echo")
      #expect(first.fields["x-ratelimit-limit"] != nil)
      #expect(first.fields["x-ratelimit-remaining"] == "1")
      _ = try await gateway.call("echo")
      let third = try await gateway.call("echo")
      #expect(third.status == 429)
      #expect(third.code == "rate_limit_exceeded")
      #expect(third.fields["retry-after"].flatMap { Int($0) }.map { (1...60).contains($0) } == true)
      #expect(third.fields["x-ratelimit-remaining"] == "0")
      #expect(try await gateway.call("echo", as: Toolbox.bob).status == 200)
    }
  }

  @Test func aFailingServerIsLeftAlone() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.circuitBreaker.failureThreshold = 2
      settings.circuitBreaker.resetTimeout = .seconds(3_600)
    }) { gateway in
      #expect(try await gateway.call("echo").status == 200)
      gateway.server.script { $0.method == "tools/call" ? .close : nil }
      for _ in 0..<2 {
        let failed = try await gateway.call("echo")
        #expect(failed.code == "upstream_unavailable")
      }
      let calls = gateway.server.calls.count
      let open = try await gateway.call("echo")
      #expect(open.status == 503)
      #expect(open.code == "circuit_breaker_open")
      #expect(open.fields["retry-after"].flatMap { Int($0) }.map { (1...3_600).contains($0) } == true)
      #expect(gateway.server.calls.count == calls)
    }
  }

  @Test func aServerThatWorksAgainIsUsedAgain() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.circuitBreaker.failureThreshold = 1
      settings.circuitBreaker.successThreshold = 1
      settings.circuitBreaker.resetTimeout = .milliseconds(50)
    }) { gateway in
      gateway.server.script { $0.method == "tools/call" ? .close : nil }
      let failed = try await gateway.call("echo")
      #expect(failed.code == "upstream_unavailable")
      #expect(gateway.runtime.breakers.statuses(now: .now()).contains { $0.state != .closed })
      gateway.server.script { _ in nil }
      let recovers = await eventually {
        gateway.runtime.breakers.statuses(now: .now()).allSatisfy { $0.state != .open }
      }
      #expect(recovers)
      let answered = try await gateway.call("echo")
      #expect(answered.status == 200)
      #expect(gateway.runtime.breakers.statuses(now: .now()).allSatisfy { $0.state == .closed })
    }
  }

  @Test func whatWasReadStaysInTheSession() async throws {
    try await GatewayHarness.run { gateway in
      #expect(try await gateway.call("send_out").status == 200)
      #expect(try await gateway.call("read_secret").status == 200)
      let leak = try await gateway.call("send_out")
      #expect(leak.code == "exfiltration_detected")
      #expect(try await gateway.call("echo").status == 200)
    }
  }

  @Test func aSessionThatIsTooRiskyIsRefused() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.sessions.refuseFromRiskScore = 1
    }) { gateway in
      let refused = try await gateway.call("risky")
      #expect(refused.code == "session_risk_exceeded")
    }
  }

  @Test func aSecretIsSeenByTheServerAlone() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.audit.includePayloads = true }) {
      gateway in
      let value = #"s3cr3t-"value"-0001"#
      let rule = SecretRule(owners: [Toolbox.alice], tools: ["echo"])
      _ = try gateway.runtime.secrets.put("key", Redacted(value), rule, now: .now())
      let answer = try await gateway.call("echo", ["auth": "Bearer $SECRET{key}"])
      #expect(
        gateway.server.calls.first?.message?["params"]?["arguments"] == ["auth": .string("Bearer " + value)])
      // The server of the tests repeats its arguments, as JSON in a text.
      #expect(answer.status == 200)
      #expect(!answer.text.contains("s3cr3t"))
      #expect(answer.text.contains("[REDACTED:SECRET]"))
      let log = try gateway.records().map(\.text).joined()
      #expect(!log.contains("s3cr3t"))
      #expect(log.contains(#"{"type":"SECRET","count":1}"#))
      #expect(try await gateway.call("limited", ["a": "$SECRET{key}"]).code == "secret_not_allowed")
      #expect(
        try await gateway.call("echo", ["a": "$SECRET{key}"], as: Toolbox.bob).code == "secret_not_allowed")
    }
  }
}
