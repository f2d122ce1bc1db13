import Gateway
import Hummingbird
import NIOPosix

/// Everything that the control plane answers.
enum ControlRouter {
  static func make(_ gateway: GatewayService, token: ControlToken, host: String, disk: NIOThreadPool)
    -> Router<BasicRequestContext>
  {
    let router = Router()
    router.add(middleware: ErrorEnvelope())
    router.add(middleware: HostCheck(host: host))
    HealthRoutes(gateway: gateway).add(to: router)
    let api = router.group("api").add(middleware: TokenCheck(token: token))
    StatusRoutes(gateway: gateway).add(to: api)
    ToolRoutes(gateway: gateway).add(to: api)
    TrafficRoutes(gateway: gateway).add(to: api)
    PolicyRoutes(gateway: gateway, disk: disk).add(to: api)
    IdentityRoutes(gateway: gateway, disk: disk).add(to: api)
    ApprovalRoutes(gateway: gateway).add(to: api)
    SecretRoutes(gateway: gateway, disk: disk).add(to: api)
    SubjectRoutes(gateway: gateway, disk: disk).add(to: api)
    return router
  }
}
