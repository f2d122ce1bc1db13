import Basics
import MCP

/// Layer 2: the body is one JSON-RPC 2.0 message in strict JSON, the header fields agree with it, and the session
/// it names exists.
struct EnvelopeShape: Layer {
  let name = LayerName.jsonrpcValidator
  let limits: EnvelopeLimits

  func admit(_ call: inout Call, on loop: LoopState) -> Verdict {
    if let field = call.request.duplicatedField {
      return .refuse(
        Denial(.headerMismatch, "The header field \(field) occurs more than once.", protocolCode: RPCCode.headerMismatch))
    }
    guard call.request.verb == .post else { return .skip }
    guard call.request.isJSON, !call.request.hasContentCoding else {
      return .refuse(Denial(.unsupportedMediaType, "The body must be application/json without a content coding."))
    }
    do throws(EnvelopeError) {
      let envelope = try Envelope(parsing: call.body, limits: limits)
      call.envelope = envelope
      return check(envelope, &call)
    } catch {
      let details: JSONObject = ["reason": .string(error.code.rawValue), "offset": .integer(error.offset)]
      return .refuse(
        Denial(.invalidJSONRPC, error.description, details: details, protocolCode: error.rpcCode))
    }
  }

  private func check(_ envelope: Envelope, _ call: inout Call) -> Verdict {
    return .proceed
  }
}
