import Basics
import Gateway
import Hummingbird
import Telemetry

/// What machines ask without a token: metrics, and whether the gateway lives and is ready.
struct HealthRoutes: Sendable {
  let gateway: GatewayService

  func add(to router: Router<BasicRequestContext>) {
    router.get("metrics") { _, _ in
      Response(bytes: gateway.runtime.metrics.registry.exposition(), type: PrometheusText.contentType)
    }
    router.get("livez") { _, _ in Response(["status": "ok"]) }
    router.get("readyz") { _, _ in
      let readiness = gateway.readiness
      return Response(readiness.document, status: readiness.isReady ? .ok : .serviceUnavailable)
    }
  }
}
