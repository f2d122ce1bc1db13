/// The policy decision point: OPA's REST API over the policies in force.
///
/// ## Configuration keys
/// - `listen` (host:port, or empty; default `127.0.0.1:8181`): Empty means that there is none. Port 0 takes any
///   free port. A host that other machines reach needs `tls`, whose callers must have certificates. The default
///   is given up, with a warning, if another program has the port.
/// - `writes` (by_profile, token, none; default by_profile): Who may change documents and policies. `token` is
///   whoever has the token of the control plane; `by_profile` is that, but in the profile `dev` everybody who
///   reaches a loopback listener; `none` is nobody.
/// - `body_bytes_max` (integer, 1024…1073741824; default 16777216): A request's body.
/// - `tls`: with `certificate_file` set, this listener speaks TLS.
public struct DecisionPointSettings: SettingsSection {
  public var listen: String? = "127.0.0.1:8181"
  public var writes = DecisionPointWrites.byProfile
  public var bodyBytesMax = 16_777_216
  public var tls = TLSSettings()

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("listen", \.listen, .address),
    .choice("writes", \.writes),
    .integer("body_bytes_max", \.bodyBytesMax, 1_024...1_073_741_824, unit: "bytes"),
    .section("tls", \.tls),
  ]

  /// Host and port; nil if there is no listener.
  public var address: (host: String, port: Int)? { listen.flatMap(Address.parts) }

  /// Whether only this machine can reach the listener.
  public var isLoopback: Bool { address.map { Loopback.names($0.host) } ?? true }
}

/// Who may change documents and policies over the REST API.
public enum DecisionPointWrites: String, SettingChoice {
  case byProfile = "by_profile"
  case token
  case none
}
