import Basics
import HTTPTypes
import Hummingbird
import Policy

/// What the decision point answers, in OPA's shapes.
enum OPAAnswer {
  static func ok(_ document: JSONValue, _ request: OPARequest, status: HTTPResponse.Status = .ok) -> Response {
    let bytes = request.parameters.isPretty ? JSONText.indented(document) : document.serialized()
    return Response(bytes: bytes + [0x0A], type: "application/json", status: status)
  }

  /// After a change: nothing, or the metrics that were asked for.
  static func changed(_ request: OPARequest, since start: UInt64) -> Response {
    guard request.parameters.flag("metrics") else { return Response(status: .noContent) }
    return ok(["metrics": metrics(since: start)], request)
  }

  static func failure(_ error: OPAError) -> Response {
    Response(bytes: JSONText.indented(error.document) + [0x0A], type: "application/json", status: error.status)
  }

  /// - Parameter start: Monotonic nanoseconds.
  static func metrics(since start: UInt64) -> JSONValue {
    ["timer_server_handler_ns": .integer(Int(clamping: MonotonicTime.now() &- start))]
  }
}
