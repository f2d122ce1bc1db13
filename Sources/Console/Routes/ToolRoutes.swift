import Basics
import Gateway
import Hummingbird
import Registry

/// The registered tools, and what their upstreams say of them.
struct ToolRoutes: Sendable {
  let gateway: GatewayService

  func add(to api: RouterGroup<BasicRequestContext>) {
    api.get("tools") { _, _ in
      Response(["tools": .array(gateway.tools(now: .now()).map(\.document))])
    }
    // Asks the upstreams first, so that the comparison is with what they say now.
    api.get("tools/diff") { _, _ in
      await gateway.refreshTools()
      return Response(["tools": .array(gateway.toolDifferences().map { $0.document })])
    }
    api.get("tools/pins") { _, _ in
      await gateway.refreshTools()
      return Response(["tools": .array(gateway.toolPins().map { $0.document })])
    }
  }
}
