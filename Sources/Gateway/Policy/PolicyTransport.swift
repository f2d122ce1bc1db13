import Basics
import NIOCore
import NIOPosix
import Rego

/// Carries the requests of policies: sent on an event loop, waited for on the thread of the evaluation.
struct PolicyTransport: RegoTransport {
  /// Runs work on an event loop that the calling thread is not.
  let onSomeLoop: @Sendable (@escaping @Sendable (LoopState) -> Void) -> Void

  func send(_ request: RegoHTTPRequest) throws(RegoTransportError) -> RegoHTTPResponse {
    guard let url = UpstreamURL(request.url) else {
      throw RegoTransportError("\"\(request.url.prefix(128))\" is no http:// or https:// URL")
    }
    guard request.method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }), !request.method.isEmpty else {
      throw RegoTransportError("the method must be a word such as GET")
    }
    let own = DocumentFetch.Request(
      verb: request.method, url: url, fields: request.headers.filter { Self.isAllowed($0.name) },
      body: request.body.isEmpty ? nil : request.body)
    let timeout = Duration.nanoseconds(Int64(clamping: request.timeoutNanoseconds))
    let answer = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: CollectedCall.Answer.self)
    onSomeLoop { loop in
      DocumentFetch.send(own, on: loop, bytesMax: request.responseBytesMax, timeout: timeout).cascade(to: answer)
    }
    do {
      let found = try answer.futureResult.wait()
      return RegoHTTPResponse(status: found.status, headers: found.fields, body: found.body)
    } catch {
      throw RegoTransportError(Self.reason(error))
    }
  }

  /// Fields that say how the message is framed and where it goes are the transport's.
  private static func isAllowed(_ name: String) -> Bool {
    let framing: Set = [
      "host", "content-length", "transfer-encoding", "connection", "te", "trailer", "upgrade", "expect",
      "accept-encoding",
    ]
    return !name.isEmpty && name.utf8.allSatisfy(HTTPSyntax.isToken) && !framing.contains(name.lowercased())
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? UpstreamFailure {
    case .timeout: "the host did not answer in time"
    case .tooLarge: "the answer is too large"
    case .invalid: "the answer is not valid HTTP"
    case .overloaded: "too many requests wait for this host"
    case .unavailable, nil: "the host cannot be reached"
    }
  }

  func addresses(of host: String, timeoutNanoseconds: UInt64) throws(RegoTransportError) -> [String] {
    let timeout = TimeAmount.nanoseconds(Int64(clamping: timeoutNanoseconds))
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let answer = loop.makePromise(of: [String].self)
    let late = loop.scheduleTask(in: timeout) { answer.fail(UpstreamFailure.timeout) }
    let found = NIOThreadPool.singleton.runIfActive(eventLoop: loop) { HostLookup.addresses(of: host) }
    found.whenComplete { result in
      late.cancel()
      answer.completeWith(result)
    }
    do {
      return try answer.futureResult.wait()
    } catch {
      throw RegoTransportError("\(host.prefix(128)) could not be looked up in time")
    }
  }
}
