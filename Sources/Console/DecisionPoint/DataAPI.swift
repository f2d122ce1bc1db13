import Basics
import Gateway
import Hummingbird
import Policy
import Rego

/// `/v1/data`, `/v0/data` and `/`: documents, base and virtual. Source: OPA, REST API, Data API.
struct DataAPI: Sendable {
  let gateway: GatewayService
  let strict: StrictPolicy

  // MARK: Reading

  /// `GET /v1/data/…`, with the input as a parameter.
  func get(_ request: OPARequest, since start: UInt64) throws -> Response {
    var input: JSONValue?
    if let text = request.parameters.text("input") {
      do throws(JSONError) {
        input = try JSONValue.parse(text)
      } catch {
        throw OPAError.invalid("parameter contains malformed input document: \(error)")
      }
    }
    return try answer(request, input: input, JSONObject(), since: start)
  }

  /// `POST /v1/data/…`, with the input in the body.
  func post(_ request: OPARequest, since start: UInt64) throws -> Response {
    let body = try request.document()
    guard body == nil || body == .null || body?.objectValue != nil else {
      throw OPAError.invalid("body contains malformed input document: it must be an object with the key input")
    }
    var object = JSONObject()
    if body?["input"] == nil {
      object["warning"] = [
        "code": "api_usage_warning", "message": "'input' key missing from the request",
      ]
    }
    return try answer(request, input: body?["input"], object, since: start)
  }

  private func answer(
    _ request: OPARequest, input: JSONValue?, _ more: JSONObject, since start: UInt64
  ) throws -> Response {
    let path = try request.documentPath(behind: 2)
    let policies = gateway.policies
    let result = try evaluate(path, input, policies, request, since: start)
    var object = JSONObject()
    if let value = result.value { object["result"] = value }
    for (key, value) in more { object[key] = value }
    if let id = result.id { object["decision_id"] = .string(id) }
    if request.parameters.wantsMetrics { object["metrics"] = OPAAnswer.metrics(since: start) }
    if request.parameters.flag("provenance") { object["provenance"] = Provenance.document(of: policies.stack) }
    return OPAAnswer.ok(.object(object), request)
  }

  /// Evaluates and logs.
  private func evaluate(
    _ path: DocumentPath, _ input: JSONValue?, _ policies: GatewayService.PoliciesInForce, _ request: OPARequest,
    since start: UInt64
  ) throws -> (value: JSONValue?, id: String?) {
    let policy =
      request.parameters.flag("strict-builtin-errors") ? try strict.policy(of: policies.stack) : policies.policy
    var outcome: Result<JSONValue?, RegoError>
    do throws(RegoError) {
      outcome = .success(try PolicyReading(policy, network: policies.network).document(at: path, input: input))
    } catch {
      outcome = .failure(error)
    }
    var error: RegoError?
    if case .failure(let found) = outcome { error = found }
    let id = gateway.logDecision(
      path: path.parts.joined(separator: "/"), input: input, result: try? outcome.get(), error: error,
      peer: request.peer, nanoseconds: MonotonicTime.now() &- start)
    return (try outcome.get(), id)
  }

  /// `POST /v0/data/…`, and `POST /`, which asks for `system/main`: the body is the input, the answer the document.
  func postVersion0(_ request: OPARequest, since start: UInt64) throws -> Response {
    let path = try request.parts.isEmpty ? DocumentPath(["system", "main"]) : request.documentPath(behind: 2)
    guard let path else { throw OPAError.invalid("bad path") }
    let result = try evaluate(path, try request.document(), gateway.policies, request, since: start)
    guard let value = result.value else {
      throw OPAError(.notFound, .undefined, "document missing or undefined: \(path.name)")
    }
    return OPAAnswer.ok(value, request)
  }

  // MARK: Changing

  /// `PUT /v1/data/…`: the body becomes the document.
  func put(_ request: OPARequest, since start: UInt64) throws -> Response {
    let path = try request.documentPath(behind: 2)
    guard let value = try request.document("body contains malformed document") else {
      throw OPAError.invalid("body contains malformed document: it is empty")
    }
    let mustBeNew = request.ifNoneMatch == "*"
    var isThere = false
    try gateway.changePolicies("document put at \(path.text) by \(request.peer)") { stack in
      isThere = stack.documents.document(at: path.parts) != nil
      return mustBeNew && isThere ? nil : try stack.putting(value, at: path)
    }
    return mustBeNew && isThere ? Response(status: .notModified) : OPAAnswer.changed(request, since: start)
  }

  /// `DELETE /v1/data/…`.
  func delete(_ request: OPARequest, since start: UInt64) throws -> Response {
    let path = try request.documentPath(behind: 2)
    try gateway.changePolicies("document deleted at \(path.text) by \(request.peer)") { stack in
      try stack.removing(path)
    }
    return OPAAnswer.changed(request, since: start)
  }

  /// Operations in one request.
  static let operationsMax = 10_000

  /// `PATCH /v1/data/…`: all operations, or none of them.
  func patch(_ request: OPARequest, since start: UInt64) throws -> Response {
    let root = try request.documentPath(behind: 2)
    guard let operations = try request.document("body contains malformed patch")?.arrayValue,
      operations.count <= Self.operationsMax
    else { throw OPAError.invalid("body must be a list of at most \(Self.operationsMax) operations") }
    let edits = try operations.map { (operation) throws(OPAError) in try Self.edit(operation, below: root) }
    try gateway.changePolicies("document patched at \(root.text) by \(request.peer)") { stack in
      var stack = stack
      for edit in edits { stack = try stack.editing(edit) }
      return stack
    }
    return OPAAnswer.changed(request, since: start)
  }

  private static func edit(_ operation: JSONValue, below root: DocumentPath) throws(OPAError) -> DocumentEdit {
    let name = operation["op"]?.stringValue ?? ""
    guard let kind = DocumentEdit.Operation(rawValue: name) else {
      throw .invalid("bad patch operation: \(name.prefix(32))")
    }
    let text = operation["path"]?.stringValue ?? ""
    guard let path = DocumentPath(pointer: text, below: root) else {
      throw .invalid("bad patch path: \(text.prefix(256))")
    }
    return DocumentEdit(kind, path, operation["value"] ?? .null)
  }
}
