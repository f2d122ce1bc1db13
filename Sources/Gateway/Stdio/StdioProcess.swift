import Basics
import MCP
import NIOCore
import NIOPosix

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// One MCP server that speaks over standard input and output. Confined to the event loop that started it.
///
/// Ids of requests are replaced by numbers of the gateway's own while they are with the process, because several
/// callers' ids could collide, and put back in the answers.
final class StdioProcess: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  /// What comes back for one request.
  enum Reply: Sendable {
    /// A notification or request of the server that came while this request was under way.
    case aside([UInt8])
    /// The response, with the caller's own id.
    case response([UInt8])
    case failed(UpstreamFailure)
  }

  private struct Pending {
    let id: [UInt8]
    let reply: (Reply) -> Void
  }

  /// Requests under way with one process.
  static let pendingMax = 256
  /// Time between SIGTERM and SIGKILL.
  private static let killAfter = TimeAmount.seconds(2)

  let eventLoop: any EventLoop
  private let child: ChildProcess
  private var channel: (any Channel)?
  private var framing = LineFraming()
  private var pending: [Int: Pending] = [:]
  private var order: [Int] = []
  private var lastID = 0
  private let onExit: () -> Void

  init(_ child: ChildProcess, on eventLoop: any EventLoop, onExit: @escaping () -> Void) {
    self.child = child
    self.eventLoop = eventLoop
    self.onExit = onExit
  }

  /// Takes over the pipes.
  func attach() -> EventLoopFuture<Void> {
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    return NIOPipeBootstrap(group: eventLoop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(bound.value) }
      }
      .takingOwnershipOfDescriptors(input: child.output, output: child.input)
      .map { bound.value.channel = $0 }
  }

  /// Sends a request (with an id) and gives what comes back.
  func request(_ envelope: Envelope, bytes: [UInt8], _ reply: @escaping (Reply) -> Void) {
    guard let channel, channel.isActive else { return reply(.failed(.unavailable)) }
    guard pending.count < Self.pendingMax else { return reply(.failed(.overloaded)) }
    lastID += 1
    pending[lastID] = Pending(id: Array(envelope.document.bytes[envelope.idRange]), reply: reply)
    order.append(lastID)
    write(Self.replacing(envelope.idRange, of: bytes, with: Array(String(lastID).utf8)))
  }

  /// Sends a notification or a response, to which nothing comes back.
  func tell(_ bytes: [UInt8]) { write(bytes) }

  /// Ends the process: its input is closed, then it is asked, then it is killed.
  func stop() {
    channel?.close(promise: nil)
    child.signal(SIGTERM)
    let child = child
    reapLater(until: eventLoop.now + Self.killAfter, child)
  }

  private func reapLater(until deadline: NIODeadline, _ child: ChildProcess) {
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(in: .milliseconds(50)) {
      if child.reap() { return }
      if bound.eventLoop.now > deadline { child.signal(SIGKILL) }
      bound.value.reapLater(until: deadline, child)
    }
  }

  private func write(_ message: [UInt8]) {
    channel?.writeAndFlush(ByteBuffer(bytes: LineFraming.line(message)), promise: nil)
  }

  private static func replacing(_ range: Range<Int>, of bytes: [UInt8], with id: [UInt8]) -> [UInt8] {
    guard range.upperBound <= bytes.count else { return bytes }
    return Array(bytes[..<range.lowerBound]) + id + bytes[range.upperBound...]
  }

  // MARK: Channel events

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    framing.append(unwrapInboundIn(data).readableBytesView)
    while true {
      do throws(EventStreamError) {
        guard let line = try framing.next() else { return }
        receive(line)
      } catch {
        return fail(.tooLarge)
      }
    }
  }

  private func receive(_ line: [UInt8]) {
    // Anything that is not a message is a program talking to itself on the wrong channel: dropped.
    guard let envelope = try? Envelope(parsing: line) else { return }
    guard envelope.isResponse else {
      if let last = order.last { pending[last]?.reply(.aside(line)) }
      return
    }
    guard let raw = envelope.rawID, let id = Int(String(decoding: raw, as: UTF8.self)),
      let request = pending.removeValue(forKey: id)
    else { return }
    order.removeAll { $0 == id }
    request.reply(.response(Self.replacing(envelope.idRange, of: line, with: request.id)))
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(.unavailable)
    onExit()
    stop()
  }

  private func fail(_ failure: UpstreamFailure) {
    let failed = pending
    pending = [:]
    order = []
    for request in failed.values { request.reply(.failed(failure)) }
    channel?.close(promise: nil)
  }
}
