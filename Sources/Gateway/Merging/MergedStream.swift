import Basics
import MCP
import NIOCore

/// The streams of several servers as one stream of the client's. Confined to its event loop.
///
/// A server that is away when the stream opens, or goes away later, is tried again; the stream itself stays.
final class MergedStream {
  /// How long a server that has no stream is left alone.
  static let retryAfter = Duration.seconds(10)

  private weak var exchange: Exchange?
  private var legs: [MergedLeg] = []
  private let session: ClientSession?
  /// Modern: what was granted so far, and how many have yet to say what they grant.
  private var granted = JSONObject()
  private var acknowledging = 0
  private var held: [(MergedLeg, [UInt8])] = []

  init(_ exchange: Exchange, session: ClientSession?) {
    self.exchange = exchange
    self.session = session
  }

  // MARK: Opening

  /// Legacy: one standalone stream from each server.
  func listen(to servers: [Server], on loop: LoopState) {
    guard let session else { return }
    legs = servers.map { MergedLeg($0, self, on: loop) }
    for leg in legs { leg.listen(in: session) }
  }

  /// Modern: the client's `subscriptions/listen` at each server.
  func subscribe(to servers: [Server], _ body: [UInt8], principal: String, on loop: LoopState) {
    legs = servers.map { MergedLeg($0, self, on: loop) }
    acknowledging = legs.count
    for leg in legs { leg.subscribe(body, principal: principal) }
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    loop.eventLoop.scheduleTask(in: .nanoseconds(Gathering.patience.nanosecondsSaturating)) { bound.value.acknowledge() }
    if legs.isEmpty { acknowledge() }
  }

  // MARK: What comes

  func receive(_ bytes: [UInt8], from leg: MergedLeg) {
    guard session == nil, let envelope = try? Envelope(parsing: bytes) else {
      exchange?.receive(bytes, from: leg)
      return
    }
    if envelope.method == .subscriptionsAcknowledged { return take(acknowledgement: envelope) }
    // An end that one server announces is not the end of the others.
    guard !envelope.isResponse, envelope.method != .cancelled else { return }
    if acknowledging > 0 { held.append((leg, bytes)) } else { exchange?.receive(bytes, from: leg) }
  }

  /// The leg has opened, or will not.
  func settled(_ leg: MergedLeg) {
    guard session == nil, acknowledging > 0 else { return }
    switch leg.state {
    case .opening, .open: return
    case .ended, .none: acknowledged()
    }
  }

  private func take(acknowledgement envelope: Envelope) {
    guard acknowledging > 0, let node = envelope.params.flatMap({ envelope.document.member(named: "notifications", of: $0) })
    else { return }
    for (kind, value) in envelope.document.value(at: node).objectValue ?? [:] {
      if let uris = value.arrayValue {
        let known = granted[kind]?.arrayValue ?? []
        granted[kind] = .array(known + uris.filter { !known.contains($0) })
      } else if value == true {
        granted[kind] = true
      }
    }
    acknowledged()
  }

  private func acknowledged() {
    acknowledging -= 1
    if acknowledging == 0 {
      acknowledging = 1
      acknowledge()
    }
  }

  /// Tells the client what all servers together grant, before anything else.
  private func acknowledge() {
    guard acknowledging > 0 else { return }
    acknowledging = 0
    exchange?.acknowledge(granted)
    let late = held
    held = []
    for (leg, bytes) in late { exchange?.receive(bytes, from: leg) }
  }

  // MARK: Life

  func setReading(_ reads: Bool) { for leg in legs { leg.setReading(reads) } }

  /// Tries again where there was no stream.
  func tick(now: UInt64) {
    guard let session else { return }
    for leg in legs {
      guard case .ended(let since) = leg.state,
        now > since &+ UInt64(clamping: Self.retryAfter.nanosecondsSaturating)
      else { continue }
      leg.listen(in: session)
    }
  }

  func close() {
    for leg in legs { leg.close() }
    legs = []
    session?.leaveStream()
  }
}
