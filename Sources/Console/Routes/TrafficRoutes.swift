import Basics
import Gateway
import Hummingbird
import Sessions

/// What calls have left behind: sessions, used-up rates, breakers.
struct TrafficRoutes: Sendable {
  let gateway: GatewayService

  func add(to api: RouterGroup<BasicRequestContext>) {
    api.get("sessions") { _, _ in
      Response(["sessions": .array(gateway.runtime.riskSessions.summaries(now: .now()).map(\.document))])
    }
    api.get("rate-limit") { _, _ in
      Response(["callers": .array(gateway.rateLimits(now: .now()).map(\.document))])
    }
    api.get("circuit-breakers") { _, _ in
      Response(["circuit_breakers": .array(gateway.breakers(now: .now()).map(\.document))])
    }
  }
}
