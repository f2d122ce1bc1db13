import NIOCore

/// Tells servers that a client's conversation is over. Nobody waits for what they say to it.
enum SessionEnd {
  /// Time for a server to answer.
  static let timeout = Duration.seconds(5)
  /// An answer to DELETE holds nothing that is wanted, in bytes.
  static let answerBytesMax = 65_536

  /// - Parameter told: A server that knows already.
  static func tell(_ session: ClientSession, except told: String? = nil, on loop: LoopState) {
    for (name, link) in session.links where name != told {
      session.forget(name)
      guard let id = link.sessionID, let server = loop.runtime.snapshot.servers.server(named: name) else { continue }
      switch server.carrier {
      case .channel: loop.runtime.channels.stop(id)
      case .http(let url):
        let pool = loop.pools.pool(for: url.origin, limits: server.limits)
        CollectedCall.send(
          UpstreamRequest.own(.delete, url, body: nil, link: link), through: pool, on: loop.eventLoop,
          bytesMax: answerBytesMax, timeout: timeout
        ).whenComplete { _ in }
      }
    }
  }
}
