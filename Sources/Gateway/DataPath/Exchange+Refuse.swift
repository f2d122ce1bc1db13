import Audit
import Basics
import MCP
import NIOCore
import Settings
import Telemetry

extension Exchange {
  /// Refuses before there is a route: nothing of the chain applies.
  func refuseEarly(_ code: DenialCode, _ message: String) {
    client?.stopReceiving()
    stage = .deciding
    loop.runtime.metrics.activeRequests.increment()
    refuse(Denial(code, message))
  }

  /// Records the refusal and sends it once the record is durable.
  func refuse(_ denial: Denial) {
    guard stage == .deciding || stage == .forwarding else { return }
    stage = .refusing
    identifyForRecord()
    settle(.refused(denial.code))
    loop.runtime.count(call, .deny, denial.code)
    holdDenial(denial)
    guard denial.code != .auditUnavailable, let sequence = record(decision: .deny, code: denial.code) else {
      return send(denial.code == .auditUnavailable ? denial : AuditTrail.denial)
    }
    loop.whenDurable(sequence, self, .answer)
  }

  /// A request that layers 1 or 2 refuse has not been asked who it is; the record wants to know all the same.
  private func identifyForRecord() {
    guard call.principal == nil, call.entered < LayerName.spiffeAuth.rawValue else { return }
    for layer in snapshot.chain.layers where layer.name == .spiffeAuth { _ = layer.admit(call, on: loop) }
  }

  /// Keeps the refusal until it may leave.
  func holdDenial(_ denial: Denial) {
    let (status, body) = rendered(denial)
    var head = ByteBuffer()
    ResponseHead.begin(&head, status: status)
    ResponseHead.field(&head, "content-type", "application/json")
    writeOwnFields(&head)
    if let seconds = denial.retryAfterSeconds { ResponseHead.field(&head, "retry-after", seconds) }
    if status == 401 || denial.code == .identityRevoked, let challenge = snapshot.challenge(for: denial) {
      ResponseHead.field(&head, "www-authenticate", challenge)
    }
    if denial.code == .methodNotAllowed {
      ResponseHead.field(&head, "allow", call.request.verb == .post ? "POST, GET, DELETE" : "POST")
    }
    answer.heldHead = head
    answer.heldBody = body
  }

  /// Sends a refusal at once, without a record.
  func send(_ denial: Denial) {
    holdDenial(denial)
    sendHeldAnswer()
  }

  /// MCP clients get a JSON-RPC error, everyone else the envelope with the layer's HTTP status.
  private func rendered(_ denial: Denial) -> (status: Int, body: [UInt8]) {
    let body = self.body(denial)
    guard call.request.verb == .post, call.request.isMCPClient else {
      return (denial.code.status, body.envelope())
    }
    let id = call.envelope.flatMap { $0.isRequest ? $0.rawID : nil } ?? call.unreadableID.map { $0[...] }
    if call.era == .modern, denial.code == .policyDenied, call.envelope?.method?.isKnown == false {
      // What policy does not know does not exist; clients of this revision tell that by status and number.
      let unknown = Denial(
        denial.code, denial.message, details: denial.details, protocolCode: RPCCode.methodNotFound)
      return (404, self.body(unknown).rpcError(id: id))
    }
    if snapshot.showsDenialsAsToolResults, call.isToolCall, let id, denial.code.layer > 3 {
      return (200, body.toolResult(id: id, era: call.era))
    }
    // A method that the revision does not have is told by status as well.
    if denial.protocolCode == RPCCode.methodNotFound { return (404, body.rpcError(id: id)) }
    let status = call.era == .modern ? denial.protocolCode.map { _ in 400 } : nil
    return (status ?? denial.code.statusForMCP(isRequest: id != nil), body.rpcError(id: id))
  }

  func body(_ denial: Denial) -> DenialBody {
    DenialBody(
      denial: denial, decisionID: call.decisionID, traceID: call.traceID,
      docsURL: snapshot.configuration.denials.docsURL)
  }
}

extension DenialCode {
  /// HTTP status towards an MCP client. Protocol faults and authentication keep theirs, because clients act on
  /// them (a 404 starts a session anew, a 401 starts authorization); everything else is an answer to a request
  /// and travels as 200. Without a request to answer (a notification), the status is all there is.
  func statusForMCP(isRequest: Bool) -> Int {
    layer <= 3 || !isRequest ? status : 200
  }

  /// The code of a layer whose engine, store or model cannot answer.
  static func unavailable(_ layer: LayerName) -> DenialCode {
    switch layer {
    case .requestSizeLimit, .jsonrpcValidator, .rateLimit, .circuitBreaker: .internalFault
    case .spiffeAuth: .identityInvalid
    case .auditLog: .auditUnavailable
    case .toolRegistry: .toolUnverified
    case .opaPolicy: .policyUnavailable
    case .dlpScan: .scanUnavailable
    case .sessionTracking: .sessionsFull
    case .stepUp: .stepUpUnavailable
    case .deepScan: .deepScanUnavailable
    case .tokenSubstitution: .secretFailed
    }
  }
}
