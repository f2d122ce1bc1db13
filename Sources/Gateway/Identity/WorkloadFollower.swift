import Basics
import FoundationEssentials
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Settings
import SPIFFE
import Synchronization
import SwiftASN1
import Telemetry
import WorkloadAPI
import X509

/// Follows the Workload API of SPIRE, or of another authority: puts in force what it sends.
public final class WorkloadFollower: Service {
  private let gateway: GatewayService
  private let tokens = Mutex<[String: [UInt8]]>([:])

  public init(_ gateway: GatewayService) { self.gateway = gateway }

  /// Follows until the group shuts down; does nothing where another provider is configured.
  public func run() async throws {
    let settings = gateway.configuration.identity
    guard settings.provider == .spire else {
      try? await gracefulShutdown()
      return
    }
    guard let address = settings.socketPath, let path = WorkloadSocket.path(of: address) else {
      throw LoadProblem("identity", ["identity.socket_path: \(settings.socketPath ?? "") is no Unix socket"])
    }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let client = WorkloadClient(path, group: group)
    await cancelWhenGracefulShutdown { [self] in
      await client.run { event in self.handle(event) }
    }
    try? await group.shutdownGracefully()
  }

  private func handle(_ event: WorkloadClient.Event) {
    switch event {
    case .failed(let error): fail("\(error)")
    case .jwtBundles(let response): tokens.withLock { $0 = response.bundles }
    case .x509(let response):
      do throws(LoadProblem) { try install(response) } catch { fail(error.lines.joined(separator: "; ")) }
    }
  }

  private func fail(_ reason: String) {
    gateway.runtime.metrics.svidRotationErrors.increment()
    gateway.runtime.identity.tell(.rotationFailed(reason))
  }

  private func install(_ response: X509SVIDResponse) throws(LoadProblem) {
    let wanted = gateway.configuration.identity.spiffeID
    guard let svid = response.svids.first(where: { wanted == nil || $0.id == wanted }) else {
      throw LoadProblem("identity", ["the Workload API gives no SVID\(wanted.map { " of \($0)" } ?? "")"])
    }
    guard let id = try? SPIFFEID(svid.id), let chain = DERList.split(svid.certificates),
      let leaf = chain.first.flatMap({ try? Certificate(derEncoded: $0) }), let expires = Self.end(of: leaf)
    else { throw LoadProblem("identity", ["the Workload API gives an SVID that cannot be read"]) }
    var bundles = [try bundle(of: id.trustDomain, svid.bundle)]
    for (name, der) in response.federatedBundles {
      guard let domain = try? TrustDomain(name) else { continue }
      bundles.append(try bundle(of: domain, der))
    }
    try gateway.runtime.identity.install(
      id, chain: chain, key: Redacted(svid.key), expires: expires, bundles: bundles)
  }

  private func bundle(of domain: TrustDomain, _ der: [UInt8]) throws(LoadProblem) -> BundleDocument {
    guard let authorities = DERList.split(der) else {
      throw LoadProblem("identity", ["the bundle of \(domain) cannot be read"])
    }
    return BundleDocument(trustDomain: domain, authorities: authorities, tokenKeys: [])
  }

  private static func end(of leaf: Certificate) -> Timestamp? {
    Timestamp(seconds: Int64(leaf.notValidAfter.timeIntervalSince1970))
  }
}
