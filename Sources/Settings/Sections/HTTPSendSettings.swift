/// What policies may ask of the network, by `http.send` and `net.lookup_ip_addr`. By default nothing.
///
/// Decisions of policies that have this are made on threads of their own, and take as long as the network takes:
/// `policy.evaluation_timeout_ms` must leave room for it.
///
/// ## Configuration keys
/// - `hosts` (list of hosts, each with or without a port; default empty): Who may be asked. Empty means nobody.
/// - `timeout_ms` (integer, 1…60000; default 2000): One request; a policy can only shorten it.
/// - `answer_bytes_max` (integer, 256…67108864; default 1048576): A larger answer is none.
/// - `requests_max` (integer, 1…1000; default 16): Requests of one decision.
/// - `decisions_max` (integer, 1…10000; default 64): Decisions under way at once; further ones are refused.
public struct HTTPSendSettings: SettingsSection {
  public var hosts: [String] = []
  public var timeout = Duration.milliseconds(2_000)
  public var answerBytesMax = 1_048_576
  public var requestsMax = 16
  public var decisionsMax = 64

  public init() {}

  public static let fields: [Field<Self>] = [
    .texts("hosts", \.hosts, .host),
    .milliseconds("timeout_ms", \.timeout, 1...60_000),
    .integer("answer_bytes_max", \.answerBytesMax, 256...67_108_864, unit: "bytes"),
    .integer("requests_max", \.requestsMax, 1...1_000, unit: "requests"),
    .integer("decisions_max", \.decisionsMax, 1...10_000, unit: "decisions"),
  ]

  public var isGranted: Bool { !hosts.isEmpty }
}
