import Audit
public import Basics
import NIOCore
import Policy
import Registry
import Secrets
import Sessions
import Settings
import Synchronization
import Telemetry

extension GatewayService {
  /// Whether calls can be answered now: it listens, is not draining, and can record and redeem.
  public var readiness: Readiness {
    var problems: [String] = []
    if isStopping.load(ordering: .relaxed) {
      problems.append("the gateway is draining")
    } else if plane.address == nil {
      problems.append("the gateway does not listen yet")
    }
    if let failure = runtime.audit.failure { problems.append("\(failure)") }
    problems += runtime.snapshot.parts.stack.missing.map { "the bundle \($0) is not activated" }
    return Readiness(problems: problems)
  }

  public func status(now: Timestamp) -> GatewayStatus {
    GatewayStatus(
      readiness: readiness, profile: configuration.profile.rawValue,
      address: plane.address.map { "\($0.ipAddress ?? ""):\($0.port ?? 0)" },
      components: [listener, audit, registry(now), policy, secrets, lastReloading] + upstreams(now))
  }

  private var listener: ComponentStatus {
    let connections = runtime.metrics.activeConnections.value
    return plane.address == nil
      ? ComponentStatus("listener", .failing, "not listening")
      : ComponentStatus("listener", .ok, "\(connections) connections")
  }

  private var audit: ComponentStatus {
    if let failure = runtime.audit.failure { return ComponentStatus("audit", .failing, "\(failure)") }
    return ComponentStatus(
      "audit", .ok, "\(configuration.audit.path), \(runtime.audit.durableThrough) entries on disk")
  }

  private func registry(_ now: Timestamp) -> ComponentStatus {
    let tools = tools(now: now)
    let others = tools.filter { $0.standing.verdict != .matches }
    let count = "\(tools.count) tools"
    guard !others.isEmpty else { return ComponentStatus("registry", .ok, count) }
    let names = others.prefix(8).map { "\($0.entry.name) \($0.standing.verdict.label)" }.joined(separator: ", ")
    return ComponentStatus("registry", .degraded, "\(count); \(names)")
  }

  private var policy: ComponentStatus {
    let snapshot = runtime.snapshot
    if let url = snapshot.configuration.authorization.opaURL {
      return ComponentStatus("policy", .ok, "decided at \(url)")
    }
    if let missing = snapshot.parts.stack.missing.first {
      return ComponentStatus("policy", .failing, "the bundle \(missing) is not activated, so every call is refused")
    }
    if let status = runtime.policies.bundleStatuses.first(where: { $0.error != nil }), let error = status.error {
      return ComponentStatus("policy", .degraded, "bundle \(status.name): \(error)")
    }
    let packages = snapshot.policy.packages
    return packages.isEmpty
      ? ComponentStatus("policy", .degraded, "no decision package, so every call is denied")
      : ComponentStatus("policy", .ok, packages.joined(separator: ", "))
  }

  private var secrets: ComponentStatus {
    if let problem = runtime.secrets.problem { return ComponentStatus("secrets", .failing, problem.message) }
    let count = (try? runtime.secrets.list().count) ?? 0
    return ComponentStatus("secrets", .ok, "\(count) secrets")
  }

  private var lastReloading: ComponentStatus {
    guard let report = lastReload else { return ComponentStatus("reload", .ok, "none since the start") }
    return report.isSuccess
      ? ComponentStatus("reload", .ok, "last at \(report.at.rfc3339)")
      : ComponentStatus("reload", .degraded, report.problems.first ?? "the last one failed")
  }

  private func upstreams(_ now: Timestamp) -> [ComponentStatus] {
    breakers(now: now).map { breaker in
      ComponentStatus(
        "upstream \(breaker.upstream)", breaker.state == .closed ? .ok : breaker.state == .open ? .failing : .degraded,
        "circuit breaker \(breaker.state.rawValue)")
    }
  }
}
