/// Layer 5: the tools that exist.
///
/// ## Configuration keys
/// - `file` (path of a file; default `config/capability-registry-v2.yaml`)
/// - `sha256` (64 hexadecimal digits, or empty; default empty): What the file's digest must be. Production
///   profiles demand it: it is the proof that the registry is the reviewed one.
/// - `refresh_interval_ms` (integer, 1000…86400000; default 300000): How often each upstream is asked again
///   for the tools that it offers, to notice changed ones.
/// - `first_seen` (quarantine, admit; default quarantine): What happens to a tool that an upstream offers and nobody
///   registered: it waits for `agw tools approve`, or is taken up at once, as it is, with the levels that its name
///   suggests. Production profiles refuse admit. Tools in which the detection rules find an attack wait in any case.
public struct RegistrySettings: SettingsSection {
  public var file = "config/capability-registry-v2.yaml"
  public var sha256: String?
  public var firstSeen = FirstSeen.quarantine
  public var refreshInterval = Duration.milliseconds(300_000)

  /// What happens to a tool that nobody registered.
  public enum FirstSeen: String, SettingChoice { case quarantine, admit }

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("file", \.file, .existingFile),
    .text("sha256", \.sha256, .sha256),
    .choice("first_seen", \.firstSeen),
    .milliseconds("refresh_interval_ms", \.refreshInterval, 1_000...86_400_000),
  ]
}
