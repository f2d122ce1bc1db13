import Basics
import Gateway
import Hummingbird

/// The state of the gateway as a whole.
struct StatusRoutes: Sendable {
  let gateway: GatewayService

  func add(to api: RouterGroup<BasicRequestContext>) {
    api.get("status") { _, _ in Response(gateway.status(now: .now()).document) }
  }
}
