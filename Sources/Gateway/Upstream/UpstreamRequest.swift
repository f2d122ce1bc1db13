import Basics
import MCP
import NIOCore

/// Writes the request to an upstream: rebuilt from the call, never copied from the client's head.
///
/// The caller's credentials, cookies and addresses are not among what is written. Source: MCP 2025-11-25,
/// Authorization, Access Token Privilege Restriction.
enum UpstreamRequest {
  /// The request of `call`, in the conversation that `link` names.
  static func bytes(for call: Call, to url: UpstreamURL, link: ClientSession.Link?, on loop: LoopState) -> ByteBuffer {
    let body = call.outgoingBody
    var buffer = begin(call.request.verb.rawValue, url, capacity: 512 + body.count)
    if call.request.verb == .get {
      buffer.writeStaticString("accept: text/event-stream\r\n")
      write(&buffer, "last-event-id", call.request.mirrored.lastEventID)
    } else {
      buffer.writeStaticString("accept: application/json, text/event-stream\r\n")
    }
    writeProtocol(&buffer, call, link)
    buffer.writeStaticString("traceparent: 00-")
    buffer.writeString(call.traceID)
    buffer.writeStaticString("-")
    buffer.writeString(Identifiers.span(&loop.random))
    buffer.writeStaticString("-01\r\n")
    end(&buffer, body: call.request.verb == .post ? body : nil)
    return buffer
  }

  /// A request of the gateway's own.
  ///
  /// - Parameter method: What it asks, in the modern revision, which repeats that in its head.
  static func own(
    _ verb: RequestFacts.Verb, _ url: UpstreamURL, body: [UInt8]?, link: ClientSession.Link? = nil,
    method: Method? = nil, authorization: Redacted<String>? = nil
  ) -> ByteBuffer {
    var buffer = begin(verb.rawValue, url, capacity: 512 + (body?.count ?? 0))
    buffer.writeStaticString("accept: application/json, text/event-stream\r\n")
    if let id = link?.sessionID { ResponseHead.field(&buffer, "mcp-session-id", id) }
    if let link { ResponseHead.field(&buffer, "mcp-protocol-version", link.protocolVersion) }
    if let method {
      ResponseHead.field(&buffer, "mcp-protocol-version", OwnQuestion.modernVersion)
      ResponseHead.field(&buffer, "mcp-method", method.name)
    }
    if let authorization { ResponseHead.field(&buffer, "authorization", "Bearer " + authorization.exposed()) }
    end(&buffer, body: body)
    return buffer
  }

  private static func begin(_ verb: String, _ url: UpstreamURL, capacity: Int) -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: capacity)
    buffer.writeString(verb)
    buffer.writeStaticString(" ")
    buffer.writeString(url.path)
    buffer.writeStaticString(" HTTP/1.1\r\nhost: ")
    buffer.writeString(url.origin.authority)
    // The gateway inspects what comes back, so nothing may be coded.
    buffer.writeStaticString("\r\naccept-encoding: identity\r\nuser-agent: precinct\r\n")
    return buffer
  }

  private static func writeProtocol(_ buffer: inout ByteBuffer, _ call: Call, _ link: ClientSession.Link?) {
    if call.era == .modern {
      write(&buffer, "mcp-protocol-version", call.request.mirrored.protocolVersion)
      write(&buffer, "mcp-method", call.request.mirrored.method)
      if let name = call.nameAtServer {
        ResponseHead.field(&buffer, "mcp-name", SentinelText.encoded(name))
      } else {
        write(&buffer, "mcp-name", call.request.mirrored.name)
      }
      for (name, value) in call.parameterFields {
        buffer.writeString(name)
        buffer.writeStaticString(": ")
        buffer.writeString(value)
        buffer.writeStaticString("\r\n")
      }
      return
    }
    if let id = link?.sessionID { ResponseHead.field(&buffer, "mcp-session-id", id) }
    guard call.envelope?.method != .initialize else { return }
    // Behind a merged session each server has negotiated for itself.
    let isOwn = call.session?.isMerged ?? true
    if let version = isOwn ? link?.protocolVersion : call.request.protocolVersion {
      ResponseHead.field(&buffer, "mcp-protocol-version", version)
    }
  }

  private static func write(_ buffer: inout ByteBuffer, _ name: StaticString, _ value: ArraySlice<UInt8>?) {
    guard let value else { return }
    buffer.writeStaticString(name)
    buffer.writeStaticString(": ")
    buffer.writeBytes(value)
    buffer.writeStaticString("\r\n")
  }

  private static func end(_ buffer: inout ByteBuffer, body: [UInt8]?) {
    if let body {
      buffer.writeStaticString("content-type: application/json\r\ncontent-length: ")
      buffer.writeString(String(body.count))
      buffer.writeStaticString("\r\n\r\n")
      buffer.writeBytes(body)
    } else {
      buffer.writeStaticString("\r\n")
    }
  }
}
