import Basics
import DequeModule
import NIOCore
import NIOPosix
import NIOSSL

/// The connections of one event loop to one upstream.
///
/// A call takes an idle connection, or opens one while there are fewer than the limit, or waits. A stream that lasts gets
/// a connection of its own, which takes no call's place. Nothing here is shared between threads.
final class UpstreamOriginPool {
  private struct Waiting {
    let delegate: any UpstreamDelegate
    /// Monotonic nanoseconds.
    let deadline: UInt64
  }

  private let origin: UpstreamOrigin
  private let limits: UpstreamLimits
  private let eventLoop: any EventLoop
  private let tls: NIOSSLContext?
  private let identity: IdentitySource
  private var idle: [UpstreamConnection] = []
  private var opened = 0
  private var waiting = Deque<Waiting>()

  init(
    origin: UpstreamOrigin, limits: UpstreamLimits, eventLoop: any EventLoop, tls: NIOSSLContext?, identity: IdentitySource
  ) {
    self.identity = identity
    self.origin = origin
    self.limits = limits
    self.eventLoop = eventLoop
    self.tls = tls
  }

  /// Gives `delegate` a connection, now or later, or a failure.
  func acquire(_ delegate: any UpstreamDelegate, isLasting: Bool = false) {
    if isLasting { return connect(for: delegate, isLasting: true) }
    while let connection = idle.popLast() {
      if connection.channel?.isActive == true { return connection.begin(delegate) }
    }
    if opened < limits.connectionsMax { return open(for: delegate) }
    guard waiting.count < limits.waitingMax else { return delegate.upstreamFailed(.overloaded) }
    let deadline = MonotonicTime.now() &+ UInt64(clamping: limits.waitTimeout.nanosecondsSaturating)
    waiting.append(Waiting(delegate: delegate, deadline: deadline))
  }

  /// Takes a waiting delegate out of the queue; says whether it was there.
  func abandon(_ delegate: any UpstreamDelegate) -> Bool {
    guard let at = waiting.firstIndex(where: { $0.delegate === delegate }) else { return false }
    waiting.remove(at: at)
    return true
  }

  func release(_ connection: UpstreamConnection) {
    if connection.isLasting { return connection.cancel() }
    if let next = waiting.popFirst() { return connection.begin(next.delegate) }
    connection.idleSince = MonotonicTime.now()
    idle.append(connection)
  }

  func closed(_ connection: UpstreamConnection) {
    guard !connection.isLasting else { return }
    idle.removeAll { $0 === connection }
    ended()
  }

  /// A connection is gone, or could not be made: its place is free for a call that waits.
  private func ended() {
    opened -= 1
    if let next = waiting.popFirst() { open(for: next.delegate) }
  }

  /// Closes what was idle too long and refuses what waited too long. Called several times a second.
  func tick(now: UInt64) {
    let keepAlive = UInt64(clamping: limits.keepAlive.nanosecondsSaturating)
    // The oldest idle connections stand first.
    while let first = idle.first, now > first.idleSince &+ keepAlive {
      idle.removeFirst()
      first.cancel()
    }
    while let first = waiting.first, now > first.deadline {
      waiting.removeFirst()
      first.delegate.upstreamFailed(.overloaded)
    }
  }

  func closeAll() {
    for connection in idle { connection.cancel() }
    idle = []
  }

  private func open(for delegate: any UpstreamDelegate) {
    opened += 1
    connect(for: delegate, isLasting: false)
  }

  private func connect(for delegate: any UpstreamDelegate, isLasting: Bool) {
    let connection = UpstreamConnection(pool: self, isLasting: isLasting, headBytesMax: limits.headBytesMax)
    let bound = NIOLoopBound(connection, eventLoop: eventLoop)
    let (tls, host, peers, identity) = (tls, origin.host, limits.peers, identity)
    let bootstrap = ClientBootstrap(group: eventLoop)
      .connectTimeout(.nanoseconds(limits.connectTimeout.nanosecondsSaturating))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if !peers.isEmpty {
            try channel.pipeline.syncOperations.addHandler(UpstreamTLS.handler(identity, accepted: peers, host: host))
          } else if let tls {
            let name = Self.isAddress(host) ? nil : host
            try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
          }
          try channel.pipeline.syncOperations.addHandler(bound.value)
        }
      }
    let waiting = NIOLoopBound(delegate, eventLoop: eventLoop)
    let pool = NIOLoopBound(self, eventLoop: eventLoop)
    bootstrap.connect(host: origin.host, port: origin.port).whenComplete { result in
      switch result {
      case .success: bound.value.begin(waiting.value)
      case .failure(let error):
        waiting.value.upstreamFailed(error is ChannelError ? .timeout : .unavailable)
        if !isLasting { pool.value.ended() }
      }
    }
  }

  private static func isAddress(_ host: String) -> Bool { (try? SocketAddress(ipAddress: host, port: 0)) != nil }
}
