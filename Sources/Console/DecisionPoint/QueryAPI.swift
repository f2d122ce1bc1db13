import Basics
import Gateway
import Hummingbird
import Policy
import Rego

/// `/v1/query`: any query. Source: OPA, REST API, Query API.
struct QueryAPI: Sendable {
  let gateway: GatewayService

  func get(_ request: OPARequest, since start: UInt64) throws -> Response {
    guard let query = request.parameters.text("q") else { throw OPAError.invalid("missing parameter 'q'") }
    return try answer(query, input: nil, request, since: start)
  }

  func post(_ request: OPARequest, since start: UInt64) throws -> Response {
    let failed = "error(s) occurred while decoding request"
    guard let body = try request.document(failed), body.objectValue != nil else {
      throw OPAError.invalid("\(failed): it must be an object with the key query")
    }
    return try answer(body["query"]?.stringValue ?? "", input: body["input"], request, since: start)
  }

  private func answer(
    _ query: String, input: JSONValue?, _ request: OPARequest, since start: UInt64
  ) throws -> Response {
    let reading = gateway.policies.reading
    do throws(RegoError) {
      _ = try reading.prepared(query)
    } catch {
      throw OPAError.preparing(error)
    }
    var failure: RegoError?
    var answers: [JSONObject] = []
    do throws(RegoError) {
      answers = try reading.answers(to: query, input: input)
    } catch {
      failure = error
    }
    let result: JSONValue = .array(answers.map { .object($0) })
    _ = gateway.logDecision(
      path: "", query: query, input: input, result: failure == nil ? result : nil, error: failure,
      peer: request.peer, nanoseconds: MonotonicTime.now() &- start)
    if let failure { throw failure }
    var object = JSONObject()
    if !answers.isEmpty { object["result"] = result }
    if request.parameters.wantsMetrics { object["metrics"] = OPAAnswer.metrics(since: start) }
    return OPAAnswer.ok(.object(object), request)
  }
}
