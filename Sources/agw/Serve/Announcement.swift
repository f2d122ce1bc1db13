import NIOCore
import Settings
import Synchronization

/// Says, once the listeners are there, where they are and what to do next.
final class Announcement: Sendable {
  private struct Addresses {
    var data: String?
    var control: String?
  }

  private let configuration: Configuration
  private let addresses = Mutex(Addresses())

  init(_ configuration: Configuration) { self.configuration = configuration }

  @Sendable func dataPlane(_ address: SocketAddress) { note { $0.data = Self.text(address) } }
  @Sendable func controlPlane(_ address: SocketAddress) { note { $0.control = Self.text(address) } }

  /// The decision point may listen later than the others, or not at all; its address stands in a line of its own.
  @Sendable func decisionPoint(_ address: SocketAddress) {
    let scheme = configuration.decisionPoint.tls.isEnabled ? "https" : "http"
    Terminal.note("decision point        \(scheme)://\(Self.text(address))/  (v1/data, v1/policies, v1/query, health)")
  }

  /// Where workloads of this machine get their SVIDs.
  @Sendable func workloadAPI(_ path: String) {
    Terminal.note("workload API          unix://\(path)  (SPIFFE_ENDPOINT_SOCKET; agw identity register)")
  }

  private func note(_ change: (inout Addresses) -> Void) {
    let text = addresses.withLock { addresses -> String? in
      change(&addresses)
      guard let data = addresses.data, let control = addresses.control else { return nil }
      return self.text(data, control)
    }
    if let text { Terminal.note(text) }
  }

  private func text(_ data: String, _ control: String) -> String {
    let scheme = configuration.listeners.data.isSecure ? "https" : "http"
    return """
      \(banner)Precinct is ready.
        agents connect to   \(scheme)://\(data)/
        control plane       http://\(control)/  (metrics, livez, readyz, api)
        audit log           \(configuration.audit.path)

      Try:
        agw status
        agw inspect tools
        curl -s \(scheme)://\(data)/ -H 'Content-Type: application/json' -H 'X-SPIFFE-ID: \(Self.exampleCaller)' \\
          -d '{"jsonrpc":"2.0","method":"tools/list","id":1}'
        agw audit search --last 5
      """
  }

  /// The development profile is never to be taken for a protection.
  private var banner: String {
    guard !configuration.profile.isProduction else { return "" }
    let line = String(repeating: "*", count: 78)
    return """
      \(line)
      *  DEVELOPMENT PROFILE: callers are believed who they say they are (X-SPIFFE-ID).
      *  Do not expose this gateway. Set `profile: prod_standard` before real use.
      \(line)

      """
  }

  static let exampleCaller = "spiffe://poc.local/agents/mcp-client/my-agent/dev"

  private static func text(_ address: SocketAddress) -> String {
    let host = address.ipAddress ?? "localhost"
    return "\(host.contains(":") ? "[\(host)]" : host):\(address.port ?? 0)"
  }
}
