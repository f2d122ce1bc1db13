/// One tool server behind the gateway, and how it is spoken to.
///
/// ## Configuration keys
/// - `url` (http:// or https:// URL, or empty; default `http://127.0.0.1:8081/mcp`, in `servers` empty): A
///   server over Streamable HTTP.
/// - `command` (list of text; default empty): A server over standard input and output; program, then
///   arguments. Give `url` or `command`.
/// - `environment` (list of names of environment variables; default `[PATH, HOME, LANG]`): What a command
///   inherits.
/// - `spiffe_ids` (list of SPIFFE IDs; default empty): Who the server has to be. With one or more, `url` is https,
///   the gateway shows its own SVID, and a server that proves none of these IDs gets nothing.
/// - `connections_max` (integer, 1…65536; default 128): Connections for each event loop.
/// - `waiting_max` (integer, 0…1000000; default 1024): Requests for each event loop that wait for a
///   connection.
/// - `waiting_timeout_ms` (integer, 1…600000; default 5000): How long they wait.
/// - `connect_timeout_ms` (integer, 1…600000; default 2000)
/// - `response_timeout_ms` (integer, 1…86400000; default 60000): From the request to the first byte of the
///   answer, and between bytes of an answer that is no stream.
/// - `stream_idle_timeout_ms` (integer, 1…86400000; default 300000): A stream without an event.
/// - `idle_timeout_ms` (integer, 1…86400000; default 4000): A connection without a request is closed; below
///   the 5 seconds after which common Python servers close theirs, so that no call is sent into a closing
///   one.
public struct UpstreamSettings: SettingsSection {
  public var url: String?
  public var command: [String] = []
  public var environment = ["PATH", "HOME", "LANG"]
  public var spiffeIDs: [String] = []
  public var connectionsMax = 128
  public var waitingMax = 1_024
  public var waitingTimeout = Duration.milliseconds(5_000)
  public var connectTimeout = Duration.milliseconds(2_000)
  public var responseTimeout = Duration.milliseconds(60_000)
  public var streamIdleTimeout = Duration.milliseconds(300_000)
  public var idleTimeout = Duration.milliseconds(4_000)

  public init() {}

  public init(url: String) { self.url = url }

  public static let fields: [Field<Self>] = [
    .text("url", \.url, .httpURL),
    .texts("command", \.command, .any),
    .texts("environment", \.environment, .variableName),
    .texts("spiffe_ids", \.spiffeIDs, .spiffeID),
    .integer("connections_max", \.connectionsMax, 1...65_536, unit: "connections"),
    .integer("waiting_max", \.waitingMax, 0...1_000_000, unit: "requests"),
    .milliseconds("waiting_timeout_ms", \.waitingTimeout, 1...600_000),
    .milliseconds("connect_timeout_ms", \.connectTimeout, 1...600_000),
    .milliseconds("response_timeout_ms", \.responseTimeout, 1...86_400_000),
    .milliseconds("stream_idle_timeout_ms", \.streamIdleTimeout, 1...86_400_000),
    .milliseconds("idle_timeout_ms", \.idleTimeout, 1...86_400_000),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    // A command takes the place of the default URL, not of one that was written.
    if !command.isEmpty, !decoding.isGiven("url") { url = nil }
    if !command.isEmpty, url != nil { decoding.report("command", "give url or command, not both") }
    if !spiffeIDs.isEmpty, url?.hasPrefix("https://") != true {
      decoding.report("spiffe_ids", "a server proves its SPIFFE ID over https:// only")
    }
    if command.isEmpty, url == nil { decoding.report("url", "give url or command") }
    if command.first?.isEmpty == true { decoding.report("command", "the program has no name") }
  }
}
