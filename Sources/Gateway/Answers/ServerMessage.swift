import Basics
import MCP

/// One message of a server on its way to the client, with what the answer layers do to it.
struct ServerMessage {
  private(set) var envelope: Envelope
  /// Values withheld, by type.
  var redactions: [String: Int] = [:]
  /// The client does not get the message.
  private(set) var isWithheld = false
  /// What the server is told in the client's stead.
  private(set) var reply: [UInt8]?

  /// Reads a message strictly; anything else is not MCP.
  init(_ bytes: [UInt8], limits: JSONLimits) throws(Denial) {
    do throws(EnvelopeError) {
      envelope = try Envelope(parsing: bytes, limits: EnvelopeLimits(json: limits))
    } catch {
      throw UpstreamFailure.invalid.denial
    }
  }

  var document: JSONDocument { envelope.document }
  var bytes: [UInt8] { envelope.document.bytes }

  /// Puts an edited text in its place; the layers after this one read that.
  mutating func replace(with bytes: [UInt8], limits: JSONLimits) throws(Denial) {
    let kept = redactions
    self = try ServerMessage(bytes, limits: limits)
    redactions = kept
  }

  /// Keeps a request from the client and answers it.
  mutating func withhold(answering code: Int, _ text: String) {
    isWithheld = true
    reply = JSONRPCWriter.error(id: envelope.rawID, code: code, message: text)
  }

  /// Keeps the message from the client. A request is answered, so that its sender does not wait.
  mutating func withhold() {
    isWithheld = true
    if envelope.isRequest {
      reply = JSONRPCWriter.error(
        id: envelope.rawID, code: RPCCode.invalidRequest, message: "The gateway does not let this request pass.")
    }
  }
}
