import FoundationEssentials
import Testing

@testable import Telemetry

@Suite("Gateway metrics") struct GatewayMetricsTests {
  private let metrics = GatewayMetrics(
    labels: GatewayLabels(
      methods: ["tools/call", "tools/list"], layers: ["request_size_limit", "opa_policy"],
      denials: [("opa_policy", "authz_policy_denied")], redactionTypes: ["EMAIL"], upstreams: ["time"]))

  @Test func everythingDeclaredIsExposedInTheStrictFormat() throws {
    metrics.observeAuditLag(entries: { 7 }, age: { 2_000_000 })
    metrics.bundleActivation.register("main")
    let text = try ExpositionReader(metrics.registry.exposition())
    #expect(text.metrics.count >= 18)
    for metric in text.metrics {
      #expect(metric.name.hasPrefix("agw_"))
      #expect(metric.help.hasSuffix("."))
      #expect((metric.type == "counter") == metric.name.hasSuffix("_total"))
      #expect((metric.type == "histogram") == metric.name.hasSuffix("_duration_seconds"))
      #expect(!metric.samples.isEmpty)
    }
    #expect(text.value("agw_audit_lag_entries") == "7")
    #expect(text.value("agw_audit_lag_seconds") == "0.002")
  }

  @Test func handlesMadeAtStartUpCountUnderTheirLabels() throws {
    let denied = metrics.denials["opa_policy", "authz_policy_denied"]
    denied.increment()
    metrics.requests["tools/call", "DENY"].increment()
    metrics.layerDuration["opa_policy"].record(nanoseconds: 3_000)
    let text = try ExpositionReader(metrics.registry.exposition())
    #expect(
      text.value("agw_gateway_denials_total", ["layer": "opa_policy", "code": "authz_policy_denied"]) == "1")
    #expect(text.value("agw_gateway_requests_total", ["method": "tools/call", "decision": "DENY"]) == "1")
    #expect(text.value("agw_gateway_layer_duration_seconds_count", ["layer": "opa_policy"]) == "1")
  }

  @Test func anUpstreamThatAReloadBringsGetsItsOwnSeries() throws {
    metrics.registerUpstream("search")
    metrics.upstreamHealthy["search"].set(true)
    let text = try ExpositionReader(metrics.registry.exposition())
    #expect(text.value("agw_upstream_healthy_state", ["upstream": "search"]) == "1")
    #expect(text.value("agw_upstream_requests_total", ["upstream": "search", "result": "timed_out"]) == "0")
  }

  @Test func theDocumentedMetricsAreTheOnesThatAreExposed() throws {
    metrics.observeSVID { 0 }
    metrics.observeAuditLag(entries: { 0 }, age: { 0 })
    metrics.observeAuditIndexLag { 0 }
    metrics.bundleActivation.register("main")
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    let page = try #require(FileManager.default.contents(atPath: root + "/docs/operations/metrics.md"))
    let documented = String(decoding: page, as: UTF8.self).split(separator: "\n").compactMap {
      line -> [String]? in
      // Those of sinks are held against the page where they are made.
      guard line.hasPrefix("| `agw_"), !line.hasPrefix("| `agw_audit_sink_") else { return nil }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        String($0.filter { $0 != "`" && $0 != " " })
      }
      return [cells[1], cells[2], cells[3]]
    }
    let labels: (ExpositionReader.Metric) -> String = { metric in
      (metric.samples.first?.labels ?? []).map { $0[0] }.filter { $0 != "le" }.joined(separator: ",")
    }
    let exposed = try ExpositionReader(metrics.registry.exposition()).metrics.map {
      [$0.name, $0.type, labels($0)]
    }
    #expect(documented.sorted { $0[0] < $1[0] } == exposed.sorted { $0[0] < $1[0] })
  }
}
