import Basics
import Glibc
public import NIOCore
import NIOHTTP2
public import NIOPosix
import SPIFFE
import Synchronization

/// The SPIFFE Workload API on a Unix socket.
///
/// gRPC by hand over HTTP/2: the five methods need nothing of a general gRPC library, and such a library does not
/// show which process is at the other end, which is all that this API goes by.
///
/// - Source: SPIFFE Workload Endpoint, SPIFFE Workload API
///   <https://github.com/spiffe/spiffe/tree/main/standards>.
public final class WorkloadServer: Sendable {
  private let issuer: any WorkloadIssuer
  private let group: any EventLoopGroup
  private let threads: NIOThreadPool
  private let channel = Mutex<(any Channel)?>(nil)
  private let streams = Mutex<[ObjectIdentifier: NIOLoopBound<WorkloadStream>]>([:])
  private let connections = ConnectionCount()

  /// - Parameters:
  ///   - group: Where connections live.
  ///   - threads: Where the issuer is asked.
  public init(_ issuer: any WorkloadIssuer, group: any EventLoopGroup, threads: NIOThreadPool) {
    self.issuer = issuer
    self.group = group
    self.threads = threads
  }

  /// Listens on `path`. A socket that a program left behind is replaced; one that somebody serves is not.
  ///
  /// Everybody on this machine may connect: who they are decides what they get.
  ///
  /// - Throws: ``WorkloadSocketError``.
  public func listen(_ path: String) async throws(WorkloadSocketError) {
    try WorkloadSocket.clear(path)
    do {
      let bound = try await ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 256)
        .childChannelInitializer { [self] channel in accept(channel) }
        .bind(unixDomainSocketPath: path).get()
      channel.withLock { $0 = bound }
    } catch {
      throw WorkloadSocketError(path, "cannot listen: \(error)")
    }
    try WorkloadSocket.open(path)
  }

  /// Ends every call and removes the socket.
  public func close() async {
    let bound = channel.withLock { channel in
      defer { channel = nil }
      return channel
    }
    guard let bound else { return }
    let path = bound.localAddress?.pathname
    try? await bound.close().get()
    if let path { unsafe unlink(path) }
    for stream in streams.withLock({ Array($0.values) }) {
      stream.eventLoop.execute { stream.value.end(.unavailable) }
    }
  }

  /// Asks the issuer again for every call that streams; those whose answer has changed get the new one.
  public func refresh() {
    for stream in streams.withLock({ Array($0.values) }) {
      stream.eventLoop.execute { stream.value.refresh() }
    }
  }

  private func accept(_ channel: any Channel) -> EventLoopFuture<Void> {
    CallerProcess.of(channel).flatMap { [self] caller in
      guard connections.enter(caller.userID) else {
        return channel.eventLoop.makeFailedFuture(ChannelError.inappropriateOperationForState)
      }
      channel.closeFuture.whenComplete { [connections] _ in connections.leave(caller.userID) }
      return configure(channel, caller)
    }
  }

  private func configure(_ channel: any Channel, _ caller: CallerProcess) -> EventLoopFuture<Void> {
    var connection = NIOHTTP2Handler.ConnectionConfiguration()
    connection.initialSettings = [
      HTTP2Setting(parameter: .maxConcurrentStreams, value: WorkloadLimits.streamsMax),
      HTTP2Setting(parameter: .maxHeaderListSize, value: HPACKLimits.listBytesMax),
    ]
    return channel.eventLoop.makeCompletedFuture {
      _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
        mode: .server, connectionConfiguration: connection, streamConfiguration: .init()
      ) { [self] stream in
        stream.eventLoop.makeCompletedFuture {
          try stream.pipeline.syncOperations.addHandler(
            WorkloadStream(issuer: issuer, caller: caller, threads: threads, server: self))
        }
      }
    }
  }

  func add(_ stream: WorkloadStream, on eventLoop: any EventLoop) {
    let bound = NIOLoopBound(stream, eventLoop: eventLoop)
    streams.withLock { $0[ObjectIdentifier(stream)] = bound }
  }

  func remove(_ stream: WorkloadStream) {
    _ = streams.withLock { $0.removeValue(forKey: ObjectIdentifier(stream)) }
  }
}

private enum HPACKLimits {
  /// The fields of one request, in bytes.
  static let listBytesMax = 16 * 1024
}
