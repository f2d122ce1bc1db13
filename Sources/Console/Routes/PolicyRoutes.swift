import Basics
import Gateway
import Hummingbird
import NIOPosix

/// The policies in force, and reading everything anew.
struct PolicyRoutes: Sendable {
  let gateway: GatewayService
  let disk: NIOThreadPool

  func add(to api: RouterGroup<BasicRequestContext>) {
    api.get("policy") { _, _ in Response(gateway.policyDocument) }
    api.get("reload") { _, _ in Response(gateway.lastReload?.document ?? ["status": "never"]) }
    api.post("reload") { _, _ in try await reload() }
    api.post("policy/reload") { _, _ in try await reload() }
  }

  /// One reload for everything: policies, registry, rules and configuration come into force together.
  private func reload() async throws -> Response {
    let report = try await disk.runIfActive { gateway.reload() }
    return Response(report.document, status: report.isSuccess ? .ok : .conflict)
  }
}
