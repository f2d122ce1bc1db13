/// How changed files come into force.
///
/// ## Configuration keys
/// - `watch` (true or false; default true): Whether files are watched; `agw policy reload` works either way.
/// - `poll_interval_ms` (integer, 50…3600000; default 1000): How often they are looked at.
public struct ReloadSettings: SettingsSection {
  public var watch = true
  public var pollInterval = Duration.milliseconds(1_000)

  public init() {}

  public static let fields: [Field<Self>] = [
    .toggle("watch", \.watch),
    .milliseconds("poll_interval_ms", \.pollInterval, 50...3_600_000),
  ]
}
