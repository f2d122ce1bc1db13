import Authority
import Basics
import Gateway
import Hummingbird
import Identity
import NIOPosix
import SPIFFE

/// The register of workload identities.
struct IdentityRoutes: Sendable {
  let gateway: GatewayService
  let disk: NIOThreadPool

  private var store: IdentityStore { gateway.runtime.identities }

  func add(to api: RouterGroup<BasicRequestContext>) {
    api.get("identities") { _, _ in
      Response(["identities": .array(store.records().map(\.document))])
    }
    api.get("identities/show") { request, _ in
      let id = try Self.id(request.uri.queryParameters.get("id") ?? "")
      return Response(gateway.identityDocument(of: id, now: .now()))
    }
    api.post("identities") { request, _ in
      let body = try await ControlBody(request)
      let id = try Self.id(body.text("spiffe_id"))
      let description = try body.optionalText("description") ?? ""
      let selectors = try body.texts("selectors")
      if let wrong = selectors.first(where: { !Selector.isWellFormed($0) }) {
        throw ControlError.invalid("\"\(wrong)\" is no selector, such as unix:uid:1000 or k8s:ns:tools.")
      }
      let lifetime = try body.optionalInteger("ttl_seconds").map { Duration.seconds($0) }
      return try await change("registered", id) {
        try store.register(id, description: description, selectors: selectors, lifetime: lifetime, now: .now())
      }
    }
    api.post("identities/revoke") { request, _ in
      let body = try await ControlBody(request)
      let id = try Self.id(body.text("spiffe_id"))
      let reason = try body.optionalText("reason")
      return try await change("revoked", id) { try store.revoke(id, reason: reason, now: .now()) }
    }
    api.post("identities/quarantine") { request, _ in
      let body = try await ControlBody(request)
      let id = try Self.id(body.text("spiffe_id"))
      let reason = try body.optionalText("reason")
      let evidence = gateway.evidence(on: id, now: .now())
      let answer = try await change("quarantined", id) { try store.quarantine(id, reason: reason, now: .now()) }
      gateway.recordChange("evidence on \(id.text): \(evidence.text)")
      return answer
    }
    api.post("identities/release") { request, _ in
      let body = try await ControlBody(request)
      let id = try Self.id(body.text("spiffe_id"))
      let person = try body.text("by")
      return try await change("released by \(person)", id) { try store.release(id, by: person, now: .now()) }
    }
    api.post("identities/reinstate") { request, _ in
      let id = try Self.id(await ControlBody(request).text("spiffe_id"))
      return try await change("reinstated", id) { try store.reinstate(id, now: .now()) }
    }
  }

  private func change(
    _ verb: String, _ id: SPIFFEID, _ work: @escaping @Sendable () throws -> IdentityRecord
  ) async throws -> Response {
    let record = try await disk.runIfActive(work)
    gateway.recordChange("identity \(verb): \(id.text)")
    return Response(record.document)
  }

  private static func id(_ text: String) throws(ControlError) -> SPIFFEID {
    guard let id = try? SPIFFEID(text) else {
      throw .invalid("\"\(text)\" is no SPIFFE ID, such as spiffe://poc.local/agents/mcp-client/my-agent/dev.")
    }
    return id
  }
}
