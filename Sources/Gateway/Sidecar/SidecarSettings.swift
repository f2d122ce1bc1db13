import NIOCore
public import SPIFFE
import WorkloadAPI

/// What a sidecar is told.
public struct SidecarSettings: Sendable {
  /// Where the local agent connects.
  enum Place: Sendable, Equatable {
    case loopback(host: String, port: Int)
    case socket(String)
  }

  let place: Place
  let gateway: UpstreamOrigin
  let gatewayID: SPIFFEID
  let workloadAPI: String

  /// - Parameters:
  ///   - listen: `127.0.0.1:9092`, or `unix:/run/agent/gateway.sock`.
  ///   - gateway: `https://gateway.internal:9443`.
  ///   - gatewayID: Who the gateway has to prove to be.
  ///   - workloadAPI: `unix:///run/spire/sockets/agent.sock`.
  /// - Throws: ``LoadProblem`` that names what cannot be used.
  public init(listen: String, gateway: String, gatewayID: SPIFFEID, workloadAPI: String) throws(LoadProblem) {
    guard let url = UpstreamURL(gateway), url.origin.isSecure, url.path == "/" else {
      throw LoadProblem("sidecar", ["--gateway: \(gateway) is no https:// URL without a path"])
    }
    guard let socket = WorkloadSocket.path(of: workloadAPI) else {
      throw LoadProblem("sidecar", ["--workload-api: \(workloadAPI) is no Unix socket"])
    }
    place = try Self.place(listen)
    self.gateway = url.origin
    self.gatewayID = gatewayID
    self.workloadAPI = socket
  }

  /// Whoever reaches the sidecar has the agent's identity, so that it is for this machine only.
  private static func place(_ text: String) throws(LoadProblem) -> Place {
    if text.hasPrefix("unix:"), let path = WorkloadSocket.path(of: text) { return .socket(path) }
    guard let url = UpstreamURL("http://\(text)/"), url.path == "/", text.contains(":"),
      let address = try? SocketAddress(ipAddress: url.origin.host, port: url.origin.port),
      url.origin.host.hasPrefix("127.") || url.origin.host == "::1"
    else {
      throw LoadProblem("sidecar", ["--listen: \(text) is no address of this machine, such as 127.0.0.1:9092 or unix:PATH"])
    }
    return .loopback(host: url.origin.host, port: address.port ?? url.origin.port)
  }
}
