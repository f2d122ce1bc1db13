import Basics
import Gateway
import Hummingbird
import NIOPosix
import Secrets

/// The store of secrets. Values come in and never go out.
struct SecretRoutes: Sendable {
  let gateway: GatewayService
  let disk: NIOThreadPool

  private var store: SecretStore { gateway.runtime.secrets }

  func add(to api: RouterGroup<BasicRequestContext>) {
    api.get("secrets") { _, _ in
      Response(["secrets": .array(try store.list().map(\.document))])
    }
    api.post("secrets") { request, _ in
      let body = try await ControlBody(request)
      let name = try body.text("name")
      let value = Redacted(try body.text("value"))
      let rule = SecretRule(
        owners: try body.texts("owners"), tools: try body.texts("tools"), scopes: try body.texts("scopes"),
        expiresAt: try Self.time(body.optionalText("expires_at")))
      return try await change("put", name) { try store.put(name, value, rule, now: .now()) }
    }
    api.post("secrets/rotate") { request, _ in
      let body = try await ControlBody(request)
      let name = try body.text("name")
      let value = Redacted(try body.text("value"))
      return try await change("rotated", name) { try store.rotate(name, to: value, now: .now()) }
    }
    api.post("secrets/revoke") { request, _ in
      let name = try await ControlBody(request).text("name")
      return try await change("revoked", name) { try store.revoke(name, now: .now()) }
    }
  }

  private func change(
    _ verb: String, _ name: String, _ work: @escaping @Sendable () throws -> SecretEntry
  ) async throws -> Response {
    let entry = try await disk.runIfActive(work)
    gateway.recordChange("secret \(verb): \(name)")
    return Response(entry.document)
  }

  private static func time(_ text: String?) throws(ControlError) -> Timestamp? {
    guard let text else { return nil }
    guard let time = Timestamp(rfc3339: text) else {
      throw .invalid("\"\(text)\" is no time, such as 2027-01-31T12:00:00Z.")
    }
    return time
  }
}
