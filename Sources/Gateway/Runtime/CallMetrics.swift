import Audit
import MCP
import Telemetry

/// The handles of the metrics that every call touches, looked up once.
struct CallMetrics: Sendable {
  private struct Decisions: Sendable {
    let allow: Counter
    let deny: Counter
  }

  private let requests: [String: Decisions]
  private let otherRequests: Decisions
  private let denials: [DenialCode: Counter]
  private let layers: [Histogram]

  init(_ metrics: GatewayMetrics) {
    func decisions(_ method: String) -> Decisions {
      Decisions(
        allow: metrics.requests[method, AuditDecision.allow.rawValue],
        deny: metrics.requests[method, AuditDecision.deny.rawValue])
    }
    requests = Dictionary(uniqueKeysWithValues: Self.methods.map { ($0, decisions($0)) })
    otherRequests = decisions("other")
    denials = Dictionary(
      uniqueKeysWithValues: DenialCode.allCases.map { ($0, metrics.denials[$0.layerName, $0.rawValue]) })
    layers = LayerName.allCases.map { metrics.layerDuration[$0.wireName] }
  }

  /// Methods with a series of their own; all others count as `other`.
  static var methods: [String] { MethodCatalogue.entries.map(\.name) }

  /// What is registered with the metrics before the first call.
  static func labels(redactionTypes: [String], servers: [String]) -> GatewayLabels {
    GatewayLabels(
      methods: methods, layers: LayerName.allCases.map(\.wireName),
      denials: DenialCode.allCases.map { ($0.layerName, $0.rawValue) }, redactionTypes: redactionTypes,
      upstreams: servers)
  }

  func count(_ method: Method?, _ decision: AuditDecision) {
    let decisions = method.flatMap { requests[$0.label] } ?? otherRequests
    (decision == .allow ? decisions.allow : decisions.deny).increment()
  }

  func count(_ code: DenialCode) { denials[code]?.increment() }

  func record(_ layer: LayerName, nanoseconds: UInt64) { layers[layer.rawValue - 1].record(nanoseconds: nanoseconds) }
}
