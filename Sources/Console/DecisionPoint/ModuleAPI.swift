import Basics
import Gateway
import Hummingbird
import Policy
import Rego

/// `/v1/policies`: the modules in force. Source: OPA, REST API, Policy API.
struct ModuleAPI: Sendable {
  let gateway: GatewayService

  func list(_ request: OPARequest) -> Response {
    let policies = gateway.policies
    let reading = PolicyReading(policies.policy)
    return OPAAnswer.ok(["result": .array(policies.stack.policies.map { Self.document($0, reading) })], request)
  }

  func get(_ request: OPARequest) throws -> Response {
    let id = try request.text(behind: 2)
    let policies = gateway.policies
    guard let module = policies.stack.policy(id) else {
      throw OPAError(.notFound, .notFound, "storage_not_found_error: policy id \(JSONText.quoted(id))")
    }
    return OPAAnswer.ok(["result": Self.document(module, PolicyReading(policies.policy))], request)
  }

  private static func document(_ module: RegoSource, _ reading: PolicyReading) -> JSONValue {
    var object: JSONObject = ["id": .string(module.path), "raw": .string(module.text)]
    if let tree = reading.syntaxTree(of: module) { object["ast"] = tree }
    return .object(object)
  }

  func put(_ request: OPARequest, since start: UInt64) throws -> Response {
    let id = try request.text(behind: 2)
    guard !id.isEmpty else { throw OPAError.invalid("bad path: a policy needs an id") }
    guard let text = String(validating: request.body, as: UTF8.self) else {
      throw OPAError.invalid("the module is not valid UTF-8")
    }
    guard request.body.contains(where: { $0 > 0x20 }) else { throw OPAError.invalid("empty module") }
    try gateway.changePolicies("policy put: \(id) by \(request.peer)") { stack in
      stack.policy(id)?.text == text ? nil : try stack.puttingPolicy(id, text)
    }
    return done(request, since: start)
  }

  func delete(_ request: OPARequest, since start: UInt64) throws -> Response {
    let id = try request.text(behind: 2)
    do {
      try gateway.changePolicies("policy deleted: \(id) by \(request.peer)") { stack in
        try stack.deletingPolicy(id)
      }
    } catch let error as PolicyErrors {
      // The others need it.
      throw OPAError(
        .badRequest, .invalidOperation, OPAError.compiling(error).message, errors: error.problems.map(\.document))
    }
    return done(request, since: start)
  }

  private func done(_ request: OPARequest, since start: UInt64) -> Response {
    OPAAnswer.ok(
      request.parameters.flag("metrics") ? ["metrics": OPAAnswer.metrics(since: start)] : .object(JSONObject()),
      request)
  }
}
