import Telemetry

/// The handles of one server's metrics.
struct ServerMetrics: Sendable {
  let duration: Histogram
  private let results: [UpstreamResult: Counter]

  init(_ metrics: GatewayMetrics, server: String) {
    metrics.registerUpstream(server)
    duration = metrics.upstreamDuration[server]
    results = Dictionary(
      uniqueKeysWithValues: UpstreamResult.allCases.map { ($0, metrics.upstreamRequests[server, $0.rawValue]) })
  }

  func count(_ result: UpstreamResult) { results[result]?.increment() }
}
