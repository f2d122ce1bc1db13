/// The listener of the data plane.
///
/// ## Configuration keys
/// - `host` (host name or IP address; default `127.0.0.1`)
/// - `port` (integer, 0…65535; default 9090): 0 takes any free port.
/// - `threads` (integer, 0…256; default 0): Event loops; 0 means one for each core.
/// - `connections_max` (integer, 1…1000000; default 10000): Open connections of agents.
/// - `allowed_origins` (list of http:// or https:// URLs; default empty): `Origin` headers that browsers may
///   send; loopback origins are always allowed on a loopback listener (MCP transports, security warning).
/// - `allowed_hosts` (list of host names; default empty): `Host` headers that are taken on a loopback
///   listener besides loopback ones (DNS rebinding).
/// - `request_timeout_ms` (integer, 1…600000; default 30000): From the first byte of a request to its last.
/// - `write_timeout_ms` (integer, 1…600000; default 60000): Time for a client to read its answer.
/// - `idle_timeout_ms` (integer, 1…86400000; default 75000): A connection without a request.
/// - `drain_timeout_ms` (integer, 0…600000; default 10000): How long calls may finish after SIGTERM.
/// - `peer_requests_per_minute` (integer, 1…60000000; default 6000000): The flood guard before the first
///   layer, for each peer address.
/// - `peer_burst` (integer, 1…1000000; default 100000): How many requests of one peer address may come at
///   once.
/// - `http_sse` (true or false; default false): Whether `/sse` and `/servers/<name>/sse` serve HTTP+SSE, the
///   transport of clients that know MCP 2024-11-05 alone.
/// - `svid` (true or false; default false): Whether this listener speaks TLS with the SVID that
///   `identity.provider` gives, and judges callers by the bundles that come with it. It rotates without an
///   interruption; `tls` says the rest.
/// - `tls`: with `certificate_file` set, this listener speaks TLS with files.
public struct DataListenerSettings: SettingsSection {
  public var host = "127.0.0.1"
  public var port = 9090
  public var threads = 0
  public var connectionsMax = 10_000
  public var allowedOrigins: [String] = []
  public var allowedHosts: [String] = []
  public var requestTimeout = Duration.milliseconds(30_000)
  public var writeTimeout = Duration.milliseconds(60_000)
  public var idleTimeout = Duration.milliseconds(75_000)
  public var drainTimeout = Duration.milliseconds(10_000)
  public var peerRequestsPerMinute = 6_000_000
  public var peerBurst = 100_000
  public var svid = false
  public var tls = TLSSettings()

  /// Whether HTTP+SSE is served.
  public var httpSSE = false

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("host", \.host, .host),
    .integer("port", \.port, 0...65_535, unit: "port"),
    .integer("threads", \.threads, 0...256, unit: "threads"),
    .integer("connections_max", \.connectionsMax, 1...1_000_000, unit: "connections"),
    .texts("allowed_origins", \.allowedOrigins, .httpURL),
    .texts("allowed_hosts", \.allowedHosts, .host),
    .milliseconds("request_timeout_ms", \.requestTimeout, 1...600_000),
    .milliseconds("write_timeout_ms", \.writeTimeout, 1...600_000),
    .milliseconds("idle_timeout_ms", \.idleTimeout, 1...86_400_000),
    .milliseconds("drain_timeout_ms", \.drainTimeout, 0...600_000),
    .integer(
      "peer_requests_per_minute", \.peerRequestsPerMinute, 1...60_000_000, unit: "requests per minute"),
    .integer("peer_burst", \.peerBurst, 1...1_000_000, unit: "requests"),
    .toggle("svid", \.svid),
    .toggle("http_sse", \.httpSSE),
    .section("tls", \.tls),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if svid, tls.isEnabled { decoding.report("svid", "give svid or tls.certificate_file, not both") }
  }

  /// Whether the listener speaks TLS.
  public var isSecure: Bool { svid || tls.isEnabled }

  /// Whether only this machine can reach the listener.
  public var isLoopback: Bool { Loopback.names(host) }
}
