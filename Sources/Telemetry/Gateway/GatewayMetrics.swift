/// The metrics of the gateway: the one list of what `/metrics` shows.
///
/// The label values are given at start-up by those who own them (methods, layers and denial codes by the
/// gateway, upstreams by the configuration), and handles are looked up then and kept.
public struct GatewayMetrics: Sendable {
  public let registry: MetricsRegistry

  // Calls.
  /// Requests by `method` and `decision` (`ALLOW`, `DENY`).
  public let requests: Family<Counter>
  /// Refusals by `layer` (name on the wire) and `code`.
  public let denials: Family<Counter>
  /// Time in the admitting half of one `layer`.
  public let layerDuration: Family<Histogram>
  /// Time in the whole chain, from the envelope to the verdict, waiting included.
  public let chainDuration: Histogram
  /// Values withheld from requests, answers and records by `type`.
  public let redactions: Family<Counter>

  /// What happened to tools of upstreams by `event` (an action of the registry's history, or `shadowing`).
  public let toolEvents: Family<Counter>

  // Connections and sessions.
  public let activeConnections: Gauge
  public let activeRequests: Gauge
  public let activeSessions: Gauge

  // Upstreams.
  /// Exchanges with an `upstream` by `result` (see ``UpstreamResult``).
  public let upstreamRequests: Family<Counter>
  /// Time from the request's first byte to the answer's last, by `upstream`.
  public let upstreamDuration: Family<Histogram>
  /// 1 while an `upstream`'s breaker lets calls through, 0 while it is open.
  public let upstreamHealthy: Family<Gauge>

  // Configuration.
  /// Reloads by `result` (`success`, `failure`).
  public let reloads: Family<Counter>
  /// Unix time of the last reload that took effect.
  public let lastReload: Gauge

  // Policies.
  /// Looks at bundle servers by `result` (`activated`, `unchanged`, `failed`).
  public let bundleRequests: Family<Counter>
  /// Unix time at which a `bundle` was last activated.
  public let bundleActivation: Family<Gauge>
  public let decisionsLogged: Counter
  /// Lines of the decision log that could not be written.
  public let decisionsDropped: Counter

  // Our own identity.
  /// Failures to renew the gateway's SVID or the authority's keys, or to reach the Workload API.
  public let svidRotationErrors: Counter

  // Audit.
  public let auditEntries: Counter
  public let auditCommits: Counter
  /// Commits that failed; each is retried until it succeeds.
  public let auditFailures: Counter
  /// 1 while the log cannot be written and every call is refused.
  public let auditFailing: Gauge

  public init(registry: MetricsRegistry = MetricsRegistry(), labels: GatewayLabels) {
    self.registry = registry
    requests = registry.counters(
      "agw_gateway_requests_total", "Requests by MCP method and decision.",
      labels: ("method", "decision"),
      series: labels.methods.flatMap { [($0, "ALLOW"), ($0, "DENY")] })
    denials = registry.counters(
      "agw_gateway_denials_total", "Refused requests by layer and denial code.",
      labels: ("layer", "code"), series: labels.denials.map { ($0.layer, $0.code) })
    layerDuration = registry.histograms(
      "agw_gateway_layer_duration_seconds", "Time in one layer of the chain.",
      buckets: .inProcess, label: "layer", series: labels.layers)
    chainDuration = registry.histogram(
      "agw_gateway_chain_duration_seconds", "Time in the whole chain, waiting included.",
      buckets: .inProcess)
    redactions = registry.counters(
      "agw_gateway_redactions_total", "Values withheld by type.",
      label: "type", series: labels.redactionTypes)
    toolEvents = registry.counters(
      "agw_registry_tool_events_total", "What happened to tools of upstreams.",
      label: "event",
      series: ["seen", "admitted", "quarantined", "changed", "poisoned", "approved", "shadowing"])
    activeConnections = registry.gauge(
      "agw_gateway_active_connections", "Connections of callers that are open.")
    activeRequests = registry.gauge("agw_gateway_active_requests", "Requests that are being answered.")
    activeSessions = registry.gauge("agw_session_active_sessions", "Sessions that have not expired.")
    upstreamRequests = registry.counters(
      "agw_upstream_requests_total", "Exchanges with an upstream by result.",
      labels: ("upstream", "result"), series: labels.upstreams.flatMap(UpstreamResult.series(of:)))
    upstreamDuration = registry.histograms(
      "agw_upstream_request_duration_seconds", "Time of one exchange with an upstream.",
      buckets: .overNetwork, label: "upstream", series: labels.upstreams)
    upstreamHealthy = registry.gauges(
      "agw_upstream_healthy_state", "1 while calls to the upstream are let through, 0 while not.",
      label: "upstream", series: labels.upstreams)
    reloads = registry.counters(
      "agw_config_reloads_total", "Reloads of the configuration by result.",
      label: "result", series: ["success", "failure"])
    lastReload = registry.gauge(
      "agw_config_last_reload_timestamp_seconds", "Unix time of the last reload that took effect.")
    bundleRequests = registry.counters(
      "agw_bundle_requests_total", "Looks at bundle servers by result.",
      label: "result", series: ["activated", "unchanged", "failed"])
    bundleActivation = registry.gauges(
      "agw_bundle_last_activation_timestamp_seconds", "Unix time at which a bundle was last activated.",
      label: "bundle")
    decisionsLogged = registry.counter("agw_decision_log_lines_total", "Lines written to the decision log.")
    decisionsDropped = registry.counter(
      "agw_decision_log_dropped_total", "Lines of the decision log that could not be written.")
    svidRotationErrors = registry.counter(
      "agw_svid_rotation_errors_total", "Failures to renew the gateway's SVID or to reach who gives it.")
    auditEntries = registry.counter("agw_audit_entries_total", "Entries that were made durable.")
    auditCommits = registry.counter("agw_audit_commits_total", "Commits of the audit log.")
    auditFailures = registry.counter("agw_audit_failures_total", "Commits of the audit log that failed.")
    auditFailing = registry.gauge(
      "agw_audit_failing_state", "1 while the audit log cannot be written, 0 otherwise.")
  }

  /// Adds the series of an upstream that a reload brought.
  public func registerUpstream(_ name: String) {
    for (upstream, result) in UpstreamResult.series(of: name) { upstreamRequests.register(upstream, result) }
    upstreamDuration.register(name)
    upstreamHealthy.register(name)
  }

  /// Declares how long the gateway's own SVID is valid yet, in seconds; called once, where it is to have one.
  public func observeSVID(ttl: @escaping @Sendable () -> Int64) {
    registry.observe("agw_svid_ttl_seconds", "How long the gateway's SVID is valid yet.", read: ttl)
  }

  /// Declares how many durable entries the search index lacks; called once, where there is an index.
  public func observeAuditIndexLag(entries: @escaping @Sendable () -> Int64) {
    registry.observe("agw_audit_index_lag_entries", "Durable entries that are not in the search index.", read: entries)
  }

  /// Declares what is read from the log at each scrape; called once.
  ///
  /// - Parameters:
  ///   - entries: Entries that wait to become durable.
  ///   - age: How long the oldest of them has waited, in nanoseconds.
  public func observeAuditLag(
    entries: @escaping @Sendable () -> Int64, age: @escaping @Sendable () -> Int64
  ) {
    registry.observe("agw_audit_lag_entries", "Entries that wait to become durable.", read: entries)
    registry.observe(
      "agw_audit_lag_seconds", "How long the oldest waiting entry has waited.", unit: .nanoseconds,
      read: age)
  }
}
