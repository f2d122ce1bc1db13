import Basics
import MCP
import NIOCore

/// Asks several servers at once, and goes on with those that answer.
enum Gathering {
  /// Longest wait for a server. One that does not answer by then is left out, so that it holds up nobody.
  static let patience = Duration.seconds(3)

  /// The answers, in the order of `servers`; one that gives none is not among them.
  static func all<Value: Sendable>(
    _ servers: [Server], on loop: LoopState, _ ask: (Server) -> EventLoopFuture<Value>
  ) -> EventLoopFuture<[(server: Server, value: Value)]> {
    let answers = servers.map { server -> EventLoopFuture<(server: Server, value: Value)?> in
      let promise = loop.eventLoop.makePromise(of: (server: Server, value: Value)?.self)
      let timeout = loop.eventLoop.scheduleTask(in: .nanoseconds(patience.nanosecondsSaturating)) { promise.succeed(nil) }
      ask(server).hop(to: loop.eventLoop).whenComplete { result in
        timeout.cancel()
        if case .success(let value) = result { promise.succeed((server, value)) } else { promise.succeed(nil) }
      }
      return promise.futureResult
    }
    return EventLoopFuture.whenAllSucceed(answers, on: loop.eventLoop).map { $0.compactMap { $0 } }
  }

  /// The servers that speak `era`, with what they say of themselves. Those that were not asked yet are asked.
  static func greetings(
    _ servers: [Server], in era: Era, on loop: LoopState
  ) -> EventLoopFuture<[(server: Server, value: JSONValue)]> {
    let runtime = loop.runtime
    let session = runtime.sessions.implicit(of: ToolCatalogue.principal, now: MonotonicTime.now())
    let eventLoop = loop.eventLoop
    return all(servers, on: loop) { server in
      switch server.greeting(in: era) {
      case .some(.some(let known)): return eventLoop.makeSucceededFuture(known)
      case .some(nil): return eventLoop.makeFailedFuture(UpstreamFailure.invalid)
      case nil: break
      }
      guard era == .modern else {
        return Handshake.link(session, with: server, on: loop).flatMapThrowing { _ in
          guard let greeting = server.greeting(in: .legacy), let greeting else { throw UpstreamFailure.invalid }
          return greeting
        }
      }
      let asker = OwnQuestion.Asker(era: .modern, session: nil, principal: ToolCatalogue.principal)
      return OwnQuestion(method: .serverDiscover).put(to: server, by: asker, on: loop).map { result in
        server.greeted(result, in: .modern)
        return result
      }
      .flatMapErrorThrowing { error in
        // Refusing is an answer; being away is none.
        if error as? UpstreamFailure == .invalid { server.greeted(nil, in: .modern) }
        throw error
      }
    }
  }
}
