import NIOCore
import NIOPosix
import ServiceLifecycle
import Settings

extension GatewayService {
  /// Serves one client on two pipes, as `identity`, until it closes its side. No port is opened for clients.
  ///
  /// - Parameters:
  ///   - identity: A SPIFFE ID; it counts as the development profile's header does.
  ///   - input: A descriptor to read from; owned from now on, as is `output`.
  public func serve(input: CInt, output: CInt, as identity: String) async throws {
    recordStart()
    let limits = ClientLimits(configuration.listeners.data, configuration.limits)
    let ended = plane.group.next().makePromise(of: Void.self)
    plane.onSomeLoop { loop in
      let bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
      // What the server offers is known before the client can ask for it.
      Self.firstList(on: loop).whenComplete { _ in
        WrappedClient(identity: identity, limits: limits, on: bound.value).serve(input: input, output: output)
          .cascade(to: ended)
      }
    }
    try await withGracefulShutdownHandler {
      try await ended.futureResult.get()
    } onGracefulShutdown: {
      ended.succeed(())
    }
  }

  private static func firstList(on loop: LoopState) -> EventLoopFuture<Void> {
    guard let server = loop.snapshot.servers.server(named: Server.defaultName) else {
      return loop.eventLoop.makeSucceededVoidFuture()
    }
    return loop.runtime.catalogue.list(server, on: loop).hop(to: loop.eventLoop)
  }
}
