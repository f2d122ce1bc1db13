import Basics
import NIOCore
public import ServiceLifecycle
import Settings
import SPIFFE

/// Keeps the bundles of foreign trust domains fresh: asks their endpoints, each when its bundle's refresh hint says so.
///
/// - Source: SPIFFE Federation §5; Trust Domain and Bundle §4.1.2.
public final class FederationKeeper: Service {
  /// Where a bundle gives no hint. Source: Trust Domain and Bundle §4.1.2 recommends minutes.
  static let refreshDefault = Duration.seconds(300)
  static let refreshMin = Duration.seconds(1)
  static let refreshMax = Duration.seconds(86_400)
  /// After an answer that could not be used.
  static let retry = Duration.seconds(10)
  private static let timeout = Duration.seconds(10)
  private static let bytesMax = 8 << 20

  private let gateway: GatewayService

  public init(_ gateway: GatewayService) { self.gateway = gateway }

  public func run() async throws {
    let endpoints = gateway.configuration.identity.federation.filter { $0.value.url != nil }
    guard !endpoints.isEmpty else {
      try? await gracefulShutdown()
      return
    }
    await cancelWhenGracefulShutdown { [self] in
      await withDiscardingTaskGroup { tasks in
        for (name, settings) in endpoints {
          tasks.addTask { [self] in await keep(name, settings) }
        }
      }
    }
  }

  /// Reads the bundles that files hold. Blocks on the disk.
  static func readFiles(_ settings: IdentitySettings, into source: IdentitySource) throws(LoadProblem) {
    for (name, federation) in settings.federation.sorted(by: { $0.key < $1.key }) {
      guard let path = federation.bundleFile else { continue }
      do {
        try source.federate(try SVIDFiles.readBundleDocument(path, of: TrustDomain(name)))
      } catch {
        throw LoadProblem("identity", ["identity.federation.\(name): \(error)"])
      }
    }
  }

  private func keep(_ name: String, _ settings: FederationSettings) async {
    while !Task.isCancelled {
      let pause: Duration
      do {
        let bundle = try await fetch(name, settings)
        try gateway.runtime.identity.federate(bundle)
        gateway.embedded?.federationChanged()
        let hint = bundle.refreshHintSeconds.map { Duration.seconds($0) } ?? Self.refreshDefault
        pause = min(max(hint, Self.refreshMin), Self.refreshMax)
      } catch {
        gateway.runtime.identity.tell(.federationFailed(name, "\(error)"))
        pause = Self.retry
      }
      do { try await Task.sleep(for: pause) } catch { return }
    }
  }

  private func fetch(_ name: String, _ settings: FederationSettings) async throws -> BundleDocument {
    guard let url = settings.url.flatMap({ UpstreamURL($0) }), url.origin.isSecure else {
      throw LoadProblem("identity", ["url is no https:// URL"])
    }
    var peers: Set<SPIFFEID> = []
    if settings.profile == .spiffe, let text = settings.endpointID { peers = [try SPIFFEID(text)] }
    let request = DocumentFetch.Request(url: url)
    let wanted = peers
    let answer = try await withCheckedThrowingContinuation {
      (done: CheckedContinuation<CollectedCall.Answer, any Error>) in
      gateway.plane.onSomeLoop { loop in
        DocumentFetch.send(
          request, on: loop, bytesMax: Self.bytesMax, timeout: Self.timeout, connectionsMax: 1, peers: wanted
        ).whenComplete { done.resume(with: $0) }
      }
    }
    // Redirects are not followed. Source: SPIFFE Federation §5.1.
    guard answer.status == 200 else { throw LoadProblem("identity", ["the endpoint answers \(answer.status)"]) }
    return try BundleDocument(trustDomain: TrustDomain(name), document: answer.body)
  }
}
