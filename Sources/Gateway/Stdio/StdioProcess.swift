import Basics
import MCP
import NIOCore
import NIOPosix

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// One MCP server that speaks over standard input and output: a message a line. Confined to the event loop that
/// started it.
///
/// - Source: MCP 2025-11-25, Transports, stdio; Lifecycle, Shutdown.
final class StdioProcess: ChannelInboundHandler, ServerTransport {
  typealias InboundIn = ByteBuffer

  /// Time between the end of its input and SIGTERM, and between SIGTERM and SIGKILL.
  private static let patience = TimeAmount.seconds(2)
  private static let reapInterval = TimeAmount.milliseconds(50)

  let eventLoop: any EventLoop
  private let child: ChildProcess
  private var channel: (any Channel)?
  private weak var conversation: ServerChannel?
  private var framing = LineFraming()
  private let onExit: () -> Void
  private var isEnding = false
  private var isKilled = false

  init(_ child: ChildProcess, on eventLoop: any EventLoop, onExit: @escaping () -> Void) {
    self.child = child
    self.eventLoop = eventLoop
    self.onExit = onExit
  }

  /// Takes over the pipes.
  func attach(to conversation: ServerChannel) -> EventLoopFuture<Void> {
    self.conversation = conversation
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    return NIOPipeBootstrap(group: eventLoop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(bound.value) }
      }
      .takingOwnershipOfDescriptors(input: child.output, output: child.input)
      .map { bound.value.channel = $0 }
  }

  func send(_ message: [UInt8]) {
    channel?.writeAndFlush(ByteBuffer(bytes: LineFraming.line(message)), promise: nil)
  }

  /// Ends the process: its input is closed, then its group is asked, then it is killed.
  func close() {
    guard !isEnding else { return }
    isEnding = true
    channel?.close(promise: nil)
    channel = nil
    awaitEnd(.now() + Self.patience, then: [.ask, .kill])
  }

  /// How the end of a process is sped up.
  private enum Push { case ask, kill }

  private func awaitEnd(_ deadline: NIODeadline, then pushes: [Push]) {
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(in: Self.reapInterval) {
      let process = bound.value
      // What the server has started itself goes with it.
      if process.child.reap() { return process.end() }
      guard .now() > deadline, let push = pushes.first else { return process.awaitEnd(deadline, then: pushes) }
      switch push {
      case .ask: process.child.signal(SIGTERM)
      case .kill: process.end()
      }
      process.awaitEnd(.now() + Self.patience, then: Array(pushes.dropFirst()))
    }
  }

  /// Once: the number of the lifeline may be another file's afterwards.
  private func end() {
    guard !isKilled else { return }
    isKilled = true
    child.kill()
  }

  // MARK: Channel events

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    framing.append(unwrapInboundIn(data).readableBytesView)
    while true {
      do throws(EventStreamError) {
        guard let line = try framing.next() else { return }
        // Anything that is not a message is a program talking to itself on the wrong channel: dropped.
        conversation?.receive(line)
      } catch {
        conversation?.fail(.tooLarge)
        return close()
      }
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    conversation?.fail(.unavailable)
    onExit()
    close()
  }
}
