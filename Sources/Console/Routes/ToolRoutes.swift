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
      return Response([
        "tools": .array(gateway.toolDifferences().map { $0.document }), "pending": .array(gateway.pendingTools()),
        "shadowing": .array(gateway.shadowing()),
      ])
    }
    api.post("tools/approve") { request, _ in
      let body = try await ControlBody(request)
      let tool = try body.text("tool")
      let approved = try gateway.approveTool(
        tool, server: try body.optionalText("server"), pin: try body.optionalText("pin"), by: try body.text("by"))
      guard let approved else {
        throw ControlError.invalid(
          "Nothing waits under \"\(tool)\", or not what you looked at, or at several servers: see agw tools diff.")
      }
      return Response(approved)
    }
    api.get("tools/pins") { _, _ in
      await gateway.refreshTools()
      return Response(["tools": .array(gateway.toolPins().map { $0.document })])
    }
  }
}
