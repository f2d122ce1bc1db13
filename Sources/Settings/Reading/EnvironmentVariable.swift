/// One environment variable that overrides keys.
public struct EnvironmentVariable: Sendable {
  enum Effect: Sendable {
    /// Its value is the value of a key.
    case value(of: [String])
    /// It holds a secret, so the key gets its *name*.
    case name(at: [String])
    /// What it asks for cannot be done yet, and that must not go unnoticed.
    case unsupported(String)
  }

  public let name: String
  let effect: Effect

  /// All of them. `MCP_GATEWAY_URL` is for clients and is not looked at.
  public static let all: [EnvironmentVariable] = [
    .init(name: "ENFORCEMENT_PROFILE", effect: .value(of: ["profile"])),
    .init(name: "UPSTREAM_URL", effect: .value(of: ["upstream", "url"])),
    .init(name: "AUDIT_LOG_PATH", effect: .value(of: ["audit", "path"])),
    .init(name: "OPA_POLICY_DIR", effect: .value(of: ["policy", "directory"])),
    .init(name: "DLP_INJECTION_POLICY", effect: .value(of: ["detection", "requests", "injection"])),
    .init(name: "RATE_LIMIT_RPM", effect: .value(of: ["rate_limit", "requests_per_minute"])),
    .init(name: "RATE_LIMIT_BURST", effect: .value(of: ["rate_limit", "burst"])),
    .init(name: "GUARD_MODEL_ENDPOINT", effect: .value(of: ["deep_scan", "url"])),
    .init(name: "GUARD_API_KEY", effect: .name(at: ["deep_scan", "key_env"])),
    .init(name: "SPIFFE_ENDPOINT_SOCKET", effect: .value(of: ["identity", "socket_path"])),
    .init(
      name: "KEYDB_URL",
      effect: .unsupported(
        "a shared store in KeyDB or Redis is not supported yet; state is kept in state_directory")
    ),
    .init(
      name: "SPIKE_NEXUS_URL",
      effect: .unsupported(
        "SPIKE Nexus is not supported yet; secrets are kept in the embedded store, secrets.file")),
    .init(
      name: "OTEL_EXPORTER_OTLP_ENDPOINT",
      effect: .unsupported("OTLP export is not supported yet; metrics are at /metrics of the control plane")),
  ]

  /// The overlay that an environment makes, and the variables that cannot be honoured. An empty variable
  /// counts as not set.
  static func overlay(
    of environment: [String: String]
  ) -> (nodes: [SourceNode], problems: [ConfigurationProblem]) {
    var nodes: [SourceNode] = []
    var problems: [ConfigurationProblem] = []
    for variable in all {
      guard let value = environment[variable.name], !value.isEmpty else { continue }
      let origin = Origin.environment(name: variable.name)
      switch variable.effect {
      case .value(let path): nodes.append(SourceNode(text: value, at: path, origin: origin))
      case .name(let path): nodes.append(SourceNode(text: variable.name, at: path, origin: origin))
      case .unsupported(let message):
        problems.append(ConfigurationProblem(.unsupported, key: "", origin: origin, message: message))
      }
    }
    return (nodes, problems)
  }
}
