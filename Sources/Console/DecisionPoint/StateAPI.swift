import Basics
import Gateway
import HTTPTypes
import Hummingbird
import Policy
import Rego
import Settings

/// `/health`, `/v1/config` and `/v1/status`. Source: OPA, REST API, Health, Config and Status API.
struct StateAPI: Sendable {
  let gateway: GatewayService

  /// Whether every configured bundle is in force.
  private var areBundlesActive: Bool { gateway.policies.stack.missing.isEmpty }

  func health(_ request: OPARequest) -> Response {
    let parameters = request.parameters
    if parameters.flag("bundle") || parameters.flag("bundles"), !areBundlesActive {
      return Self.failing("one or more bundles are not activated", request)
    }
    if parameters.flag("plugins"), !areBundlesActive, !parameters.texts("exclude-plugin").contains("bundle") {
      return Self.failing("one or more plugins are not up", request)
    }
    return OPAAnswer.ok(.object(JSONObject()), request)
  }

  /// `/health/…`: what the rule of that name below `data.system.health` says.
  func health(byRule request: OPARequest) throws -> Response {
    guard let path = DocumentPath(["system"] + (try request.documentPath(behind: 0)).parts) else {
      throw OPAError.invalid("bad path")
    }
    let input: JSONValue = [
      "plugin_state": ["bundle": areBundlesActive ? "OK" : "NOT_READY"], "plugins_ready": .bool(areBundlesActive),
    ]
    switch try gateway.policies.reading.document(at: path, input: input) {
    case .bool(true)?: return OPAAnswer.ok(.object(JSONObject()), request)
    case nil: return Self.failing("health check (\(path.name)) was undefined", request)
    default: return Self.failing("health check (\(path.name)) returned unexpected value", request)
    }
  }

  private static func failing(_ why: String, _ request: OPARequest) -> Response {
    OPAAnswer.ok(["error": .string(why)], request, status: .internalServerError)
  }

  /// The configuration, without what could be a secret.
  func config(_ request: OPARequest) -> Response {
    OPAAnswer.ok(["result": gateway.configuration.effective], request)
  }

  func status(_ request: OPARequest) -> Response {
    let stack = gateway.policies.stack
    let statuses = gateway.bundleStatuses.map { ($0.name, $0.document) }
    let result: JSONValue = [
      "labels": ["app": "precinct"],
      "bundles": .object(JSONObject(statuses)),
      "plugins": ["bundle": ["state": areBundlesActive ? "OK" : "NOT_READY"]],
      "digest": .string(stack.bundle.digest.hex),
    ]
    return OPAAnswer.ok(["result": result], request)
  }
}
