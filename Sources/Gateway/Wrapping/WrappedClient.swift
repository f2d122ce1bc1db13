import Basics
import MCP
import NIOCore
import NIOPosix
import SPIFFE

/// A client on standard input and output: a message a line, through the same chain as any other. Confined to its event
/// loop.
///
/// - Source: MCP 2025-11-25, Transports, stdio; 2026-07-28, stdio.
final class WrappedClient: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let loop: LoopState
  private let limits: ClientLimits
  private let identity: String
  private var framing = LineFraming()
  private var client: ClientChannel?
  private var channel: (any Channel)?

  init(identity: String, limits: ClientLimits, on loop: LoopState) {
    self.identity = identity
    self.limits = limits
    self.loop = loop
    client = ClientChannel(id: "stdio", owner: identity, route: .mcp(server: Server.defaultName), loop: loop) { [weak self] message in
      self?.write(message)
    }
  }

  /// Takes over the descriptors; the future succeeds when the client has closed its side.
  func serve(input: CInt, output: CInt) -> EventLoopFuture<Void> {
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    return NIOPipeBootstrap(group: loop.eventLoop)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(bound.value) }
      }
      .takingOwnershipOfDescriptors(input: input, output: output)
      .flatMap { channel in
        bound.value.channel = channel
        return channel.closeFuture
      }
  }

  private func write(_ message: [UInt8]) {
    channel?.writeAndFlush(ByteBuffer(bytes: LineFraming.line(message)), promise: nil)
  }

  // MARK: Channel events

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    framing.append(unwrapInboundIn(data).readableBytesView)
    while true {
      do throws(EventStreamError) {
        guard let line = try framing.next() else { return }
        take(line)
      } catch {
        write(JSONRPCWriter.error(code: RPCCode.invalidRequest, message: "The message is too long."))
      }
    }
  }

  func channelInactive(context: ChannelHandlerContext) { end() }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // The end of the input is the end of the conversation, once what was asked is answered.
    guard case ChannelEvent.inputClosed = event else { return }
    let channel = context.channel
    client?.whenIdle { channel.close(promise: nil) }
  }

  private func end() {
    client?.close()
    client = nil
  }

  private func take(_ line: [UInt8]) {
    var facts = RequestFacts()
    facts.peer = "stdio"
    facts.isLoopback = true
    facts.identityHeaders = [identity]
    if let envelope = try? Envelope(parsing: line) {
      if let id = Self.cancelled(by: envelope), client?.cancel(id) == true { return }
      facts.mirror(envelope)
    }
    client?.take(line, facts, limits: limits) { [weak self] refused in
      // A refusal of what wants no answer has nowhere to go.
      if let refused, !refused.body.isEmpty { self?.write(refused.body) }
    }
  }

  /// The request that a modern client no longer waits for: on this transport it has no connection to close.
  private static func cancelled(by envelope: Envelope) -> RequestID? {
    guard envelope.method == .cancelled, let params = envelope.params else { return nil }
    return envelope.document.member(named: "requestId", of: params).flatMap { RequestID(at: $0, in: envelope.document) }
  }
}

extension RequestFacts {
  /// Says in the head what a modern message says in its body: there are no heads on a pipe.
  fileprivate mutating func mirror(_ envelope: Envelope) {
    guard let version = envelope.statedVersion, let method = envelope.method else { return }
    try? mirrored.add(.protocolVersion, Array(version.utf8)[...])
    try? mirrored.add(.method, Array(method.name.utf8)[...])
    guard method.entry?.isNameMirrored == true, let name = envelope.name else { return }
    try? mirrored.add(.name, Array(SentinelText.encoded(name).utf8)[...])
  }
}
