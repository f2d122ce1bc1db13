/// Where the gateway listens.
///
/// ## Configuration keys
/// - `data`: the data plane, for agents.
/// - `control`: the control plane, for operators; always plain HTTP, so it belongs on loopback.
public struct ListenerSettings: SettingsSection {
  public var data = DataListenerSettings()
  public var control = ControlListenerSettings()

  public init() {}

  public static let fields: [Field<Self>] = [
    .section("data", \.data),
    .section("control", \.control),
  ]
}

/// The listener of the control plane.
///
/// ## Configuration keys
/// - `host` (host name or IP address; default `127.0.0.1`)
/// - `port` (integer, 0…65535; default 9091): 0 takes any free port.
public struct ControlListenerSettings: SettingsSection {
  public var host = "127.0.0.1"
  public var port = 9091

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("host", \.host, .host),
    .integer("port", \.port, 0...65_535, unit: "port"),
  ]
}
