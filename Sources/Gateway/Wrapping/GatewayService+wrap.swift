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
      if let server = loop.snapshot.servers.server(named: Server.defaultName) {
        loop.runtime.catalogue.list(server, on: loop).whenComplete { _ in }
      }
      WrappedClient(identity: identity, limits: limits, on: loop).serve(input: input, output: output)
        .cascade(to: ended)
    }
    try await withGracefulShutdownHandler {
      try await ended.futureResult.get()
    } onGracefulShutdown: {
      ended.succeed(())
    }
  }
}
