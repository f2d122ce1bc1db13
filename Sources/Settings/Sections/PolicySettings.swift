/// Layer 6: what is allowed.
///
/// ## Configuration keys
/// - `directory` (path of a directory; default `config/opa`): Every `.rego` file below it is loaded, with
///   `.json` and `.yaml` data; `*_test.rego` files are left to `agw policy test`.
/// - `sha256` (64 hexadecimal digits, or empty; default empty): What the bundle's digest must be
///   (`agw policy list` prints it). Production profiles demand it.
/// - `decision_packages` (list of package paths; default empty): Asked beside `mcp.authz`, `precinct.authz`
///   and `agentweave.authz`.
/// - `default_action` (deny, allow; default deny): What happens to a call about which no package says
///   anything. Production profiles refuse `allow`.
/// - `evaluation_timeout_ms` (integer, 1…10000; default 100): One decision; a longer one denies.
/// - `bundles` (mapping by name; default empty): Bundles in OPA's format, laid over the directory. Each owns the
///   paths below its roots.
/// - `bundle_keys` (mapping by name; default empty): The keys that bundles are signed with.
/// - `http_send`: what policies may ask of the network.
public struct PolicySettings: SettingsSection {
  public var directory = "config/opa"
  public var sha256: String?
  public var decisionPackages: [String] = []
  public var defaultAction = DefaultAction.deny
  public var evaluationTimeout = Duration.milliseconds(100)
  public var bundles: [String: BundleSettings] = [:]
  public var bundleKeys: [String: BundleKeySettings] = [:]
  public var httpSend = HTTPSendSettings()

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("directory", \.directory, .existingDirectory),
    .text("sha256", \.sha256, .sha256),
    .texts("decision_packages", \.decisionPackages, .packagePath),
    .choice("default_action", \.defaultAction),
    .milliseconds("evaluation_timeout_ms", \.evaluationTimeout, 1...10_000),
    .named("bundles", \.bundles, of: .fileName),
    .named("bundle_keys", \.bundleKeys, of: .name),
    .section("http_send", \.httpSend),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    for (name, bundle) in bundles.sorted(by: { $0.key < $1.key }) where bundle.signed {
      if bundleKeys.isEmpty {
        decoding.report("bundles", "\(name) must be signed, and there are no bundle_keys to check it with")
      } else if let key = bundle.keyID, bundleKeys[key] == nil {
        decoding.report("bundles", "\(name) is to be checked with the key \(key), which is not in bundle_keys")
      }
    }
  }
}

/// What happens to a call that no policy mentions.
public enum DefaultAction: String, SettingChoice {
  case deny, allow
}
