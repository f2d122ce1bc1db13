import NIOCore
import NIOHPACK
import NIOHTTP2
public import NIOPosix
public import SPIFFE

/// One connection to a Workload API, as its client.
public struct WorkloadConnection: Sendable {
  private let channel: any Channel
  private let multiplexer: NIOHTTP2Handler.StreamMultiplexer

  /// Connects to the socket at `path`.
  public init(
    _ path: String, group: MultiThreadedEventLoopGroup
  ) async throws(WorkloadClientError) {
    do {
      (channel, multiplexer) = try await ClientBootstrap(group: group)
        .connectTimeout(.seconds(5))
        .connect(unixDomainSocketPath: path) { channel in
          channel.configureHTTP2Pipeline(
            mode: .client, connectionConfiguration: .init(), streamConfiguration: .init()
          ) { $0.close() }.map { (channel, $0) }
        }
    } catch {
      throw .unreachable("\(error)")
    }
  }

  /// Ends the connection and every call on it.
  public func close() { channel.close(promise: nil) }

  /// Sends one request and hands every answer to `receive`, on the connection's event loop, until the stream ends.
  ///
  /// - Throws: ``WorkloadClientError``; returns if the other side ended the call well.
  public func call(
    _ method: WorkloadMethod, _ request: [UInt8] = [], receive: @escaping @Sendable ([UInt8]) -> Void
  ) async throws(WorkloadClientError) {
    let ended = channel.eventLoop.makePromise(of: Void.self)
    multiplexer.createStreamChannel(promise: nil) { stream in
      stream.eventLoop.makeCompletedFuture {
        try stream.pipeline.syncOperations.addHandler(
          WorkloadCall(method, request, ended: ended, receive: receive))
      }
    }
    channel.closeFuture.whenComplete { _ in ended.fail(WorkloadClientError.ended) }
    do {
      try await withTaskCancellationHandler {
        try await ended.futureResult.get()
      } onCancel: {
        channel.close(promise: nil)
      }
    } catch let error as WorkloadClientError {
      throw error
    } catch {
      throw .ended
    }
  }

  /// Sends one request and returns the only answer.
  public func answer(
    _ method: WorkloadMethod, _ request: [UInt8]
  ) async throws(WorkloadClientError) -> [UInt8] {
    let answers = AnswerBox()
    try await call(method, request) { answers.put($0) }
    guard let answer = answers.last else { throw .malformed("no message") }
    return answer
  }
}
