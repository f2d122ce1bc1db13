import Basics
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOTLS

/// Sets a TLS connection up for the protocol that its handshake agrees on: HTTP/2, or HTTP/1.1 for everything else.
struct ConnectionProtocols {
  /// As ALPN names them, the preferred one first. Source: RFC 7301; RFC 9113 §3.2.
  static let names = ["h2", "http/1.1"]

  let loop: LoopState
  let limits: ClientLimits
  let identity: PeerIdentity

  /// Adds the handler that waits for the handshake.
  func install(on channel: any Channel) throws {
    let bound = NIOLoopBound(self, eventLoop: channel.eventLoop)
    let negotiation = ApplicationProtocolNegotiationHandler { result, channel in
      channel.eventLoop.makeCompletedFuture {
        if case .negotiated("h2") = result {
          try bound.value.speakHTTP2(on: channel)
        } else {
          try bound.value.speakHTTP1(on: channel)
        }
      }
    }
    try channel.pipeline.syncOperations.addHandler(negotiation)
  }

  private func speakHTTP1(on channel: any Channel) throws {
    try channel.pipeline.syncOperations.addHandler(
      ClientConnection(loop: loop, limits: limits, peerIdentity: identity))
  }

  private func speakHTTP2(on channel: any Channel) throws {
    var connection = NIOHTTP2Handler.ConnectionConfiguration()
    connection.initialSettings = [
      HTTP2Setting(parameter: .maxConcurrentStreams, value: HTTP2Limits.streamsMax),
      HTTP2Setting(parameter: .maxHeaderListSize, value: limits.headBytesMax),
      HTTP2Setting(parameter: .initialWindowSize, value: HTTP2Limits.windowBytes),
    ]
    var stream = NIOHTTP2Handler.StreamConfiguration()
    stream.targetWindowSize = HTTP2Limits.windowBytes
    let streams = StreamCount()
    let bound = NIOLoopBound((self, streams), eventLoop: channel.eventLoop)
    let idle = TimeAmount.nanoseconds(limits.keepAlive.nanosecondsSaturating)
    try channel.pipeline.syncOperations.addHandlers([
      IdleStateHandler(allTimeout: idle), IdleConnection(streams),
    ])
    _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
      mode: .server, connectionConfiguration: connection, streamConfiguration: stream
    ) { channel in
      channel.eventLoop.makeCompletedFuture {
        let (setup, streams) = bound.value
        try channel.pipeline.syncOperations.addHandlers([
          StreamBridge(headBytesMax: setup.limits.headBytesMax, streams: streams),
          ClientConnection(loop: setup.loop, limits: setup.limits, peerIdentity: setup.identity),
        ])
      }
    }
  }
}
