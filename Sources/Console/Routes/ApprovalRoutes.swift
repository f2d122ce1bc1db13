import Approvals
import Basics
import Gateway
import Hummingbird

/// Requests for a person's agreement. The store answers on a thread of its own.
struct ApprovalRoutes: Sendable {
  let gateway: GatewayService

  private var store: ApprovalStore { gateway.runtime.approvals }

  func add(to api: RouterGroup<BasicRequestContext>) {
    api.get("approvals") { _, _ in
      let now = Timestamp.now()
      let requests = try await store.list().get()
      return Response(["approvals": .array(requests.map { $0.document(at: now) })])
    }
    api.get("approvals/:id") { _, context in
      Response(try await store.show(context.parameters.require("id")).get().document(at: .now()))
    }
    api.post("approvals/:id/approve") { request, context in
      let id = try context.parameters.require("id")
      let decision = try await Self.decision(request)
      let grant = try await store.approve(id, decision).get()
      record("approved", grant.request, decision)
      return Response(grant.document(at: decision.at))
    }
    api.post("approvals/:id/deny") { request, context in
      let id = try context.parameters.require("id")
      let decision = try await Self.decision(request)
      let denied = try await store.deny(id, decision).get()
      record("denied", denied, decision)
      return Response(denied.document(at: decision.at))
    }
  }

  private static func decision(_ request: Request) async throws -> ApprovalDecision {
    let body = try await ControlBody(request)
    return ApprovalDecision(by: try body.text("by"), at: .now(), reason: try body.optionalText("reason") ?? "")
  }

  private func record(_ verb: String, _ request: ApprovalRequest, _ decision: ApprovalDecision) {
    gateway.recordApproval(
      "\(request.id) \(verb) by \(decision.by)", tool: request.subject.tool, caller: request.subject.principal)
  }
}
