import Basics
import FoundationEssentials
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Settings
import SPIFFE
import SwiftASN1
import Telemetry
import WorkloadAPI
import X509

/// Follows the Workload API of SPIRE, or of another authority: puts in force what it sends.
public final class WorkloadFollower: Service {
  private let source: IdentitySource
  private let path: String
  /// Which SVID to take; nil: the first.
  private let wanted: String?
  private let didFail: @Sendable () -> Void

  init(
    _ source: IdentitySource, path: String, wanted: String? = nil, didFail: @escaping @Sendable () -> Void = {}
  ) {
    self.source = source
    self.path = path
    self.wanted = wanted
    self.didFail = didFail
  }

  /// The follower of a gateway; nil where another provider is configured.
  public convenience init?(_ gateway: GatewayService) {
    let settings = gateway.configuration.identity
    guard settings.provider == .spire, let address = settings.socketPath else { return nil }
    let metrics = gateway.runtime.metrics
    self.init(
      gateway.runtime.identity, path: WorkloadSocket.path(of: address) ?? address, wanted: settings.spiffeID
    ) { metrics.svidRotationErrors.increment() }
  }

  /// Follows until the group shuts down.
  public func run() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    await cancelWhenGracefulShutdown { [self] in await follow(on: group) }
    try? await group.shutdownGracefully()
  }

  /// Follows until the task is cancelled.
  func follow(on group: MultiThreadedEventLoopGroup) async {
    await WorkloadClient(path, group: group).run { [self] event in handle(event) }
  }

  private func handle(_ event: WorkloadClient.Event) {
    switch event {
    case .failed(let error): fail("\(error)")
    case .jwtBundles: return
    case .x509(let response):
      do throws(LoadProblem) { try install(response) } catch { fail(error.lines.joined(separator: "; ")) }
    }
  }

  private func fail(_ reason: String) {
    didFail()
    source.tell(.rotationFailed(reason))
  }

  private func install(_ response: X509SVIDResponse) throws(LoadProblem) {
    guard let svid = response.svids.first(where: { wanted == nil || $0.id == wanted }) else {
      throw LoadProblem("identity", ["the Workload API gives no SVID\(wanted.map { " of \($0)" } ?? "")"])
    }
    guard let id = try? SPIFFEID(svid.id), let chain = DERList.split(svid.certificates),
      let leaf = chain.first.flatMap({ try? Certificate(derEncoded: $0) })
    else { throw LoadProblem("identity", ["the Workload API gives an SVID that cannot be read"]) }
    var bundles = [try bundle(of: id.trustDomain, svid.bundle)]
    for (name, der) in response.federatedBundles {
      guard let domain = try? TrustDomain(name) else { continue }
      bundles.append(try bundle(of: domain, der))
    }
    let expires = Timestamp(seconds: Int64(leaf.notValidAfter.timeIntervalSince1970))
    try source.install(id, chain: chain, key: Redacted(svid.key), expires: expires, bundles: bundles)
  }

  private func bundle(of domain: TrustDomain, _ der: [UInt8]) throws(LoadProblem) -> BundleDocument {
    guard let authorities = DERList.split(der) else {
      throw LoadProblem("identity", ["the bundle of \(domain) cannot be read"])
    }
    return BundleDocument(trustDomain: domain, authorities: authorities, tokenKeys: [])
  }
}
