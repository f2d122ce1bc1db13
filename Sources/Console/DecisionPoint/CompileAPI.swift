import Basics
import Gateway
import Hummingbird
import Policy
import Rego

/// `/v1/compile`: what must still hold when the input is known in part. Source: OPA, REST API, Compile API.
struct CompileAPI: Sendable {
  let gateway: GatewayService

  func post(_ request: OPARequest, since start: UInt64) throws -> Response {
    let failed = "error(s) occurred while decoding request"
    guard let body = try request.document(failed), body.objectValue != nil else {
      throw OPAError.invalid("\(failed): it must be an object with the key query")
    }
    guard let query = body["query"]?.stringValue, query.utf8.contains(where: { $0 > 0x20 }) else {
      throw OPAError.invalid("missing required 'query' value")
    }
    let result = try compile(query, body["input"], try Self.unknowns(body["unknowns"]))
    var object: JSONObject = ["result": result]
    if request.parameters.wantsMetrics { object["metrics"] = OPAAnswer.metrics(since: start) }
    return OPAAnswer.ok(.object(object), request)
  }

  private static func unknowns(_ value: JSONValue?) throws(OPAError) -> [String] {
    guard let value, value != .null else { return [] }
    let texts = value.arrayValue?.compactMap(\.stringValue)
    guard let texts, texts.count == value.arrayValue?.count else {
      throw .invalid("error(s) occurred while parsing unknowns: they must be a list of strings")
    }
    return texts
  }

  private func compile(_ query: String, _ input: JSONValue?, _ unknowns: [String]) throws -> JSONValue {
    let reading = gateway.policies.reading
    do throws(RegoError) {
      return try reading.compiled(query, input: input, unknowns: unknowns)
    } catch {
      switch error.code {
      case .parse, .compile, .type, .unsafeVariable, .recursion: throw OPAError.preparing(error)
      default: throw OPAError.evaluating(error)
      }
    }
  }
}
