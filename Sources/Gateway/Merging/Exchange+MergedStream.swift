import Basics
import Identity
import MCP
import NIOCore
import SPIFFE

/// One stream of the client's, fed by several servers.
extension Exchange {
  func openMergedStream() {
    guard call.request.acceptsEventStream else { return answerBare(406) }
    if call.era == .modern { return openSubscription() }
    // Outside a session there is nothing to listen to. Source: MCP 2025-11-25, Transports, Listening for Messages.
    guard let session = call.session else {
      answer.allow("POST, DELETE")
      return answerBare(405)
    }
    guard session.claimStream() else { return answerBare(409) }
    let stream = MergedStream(self, session: session)
    merged = stream
    begin(.events)
    stream.listen(to: snapshot.servers.merged, on: loop)
  }

  private func openSubscription() {
    guard let principal = call.principal else { return refuse(CallerIdentity.denial(.required)) }
    let stream = MergedStream(self, session: nil)
    merged = stream
    let (body, name) = (call.outgoingBody, principal.id.text)
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    Gathering.greetings(snapshot.servers.merged, in: .modern, on: loop).whenSuccess { servers in
      let exchange = bound.value
      guard exchange.stage == .forwarding else { return }
      exchange.begin(.events)
      exchange.merged?.subscribe(to: servers.map(\.server), body, principal: name, on: exchange.loop)
    }
  }

  /// One message of a server; it is judged as that server's.
  func receive(_ bytes: [UInt8], from leg: MergedLeg) {
    guard stage == .answering else { return }
    (call.server, link) = (leg.server, leg.link)
    defer { (call.server, link) = (nil, nil) }
    receiveEvents(Self.event(bytes))
  }

  /// The first message of a subscription: what is granted.
  func acknowledge(_ granted: JSONObject) {
    guard stage == .answering, let id = call.envelope?.rawID else { return }
    let params: JSONValue = ["notifications": .object(granted)]
    var text = params.serialized().dropLast()
    text += Array(#","_meta":{"io.modelcontextprotocol/subscriptionId":"#.utf8) + id + Array("}}".utf8)
    receiveEvents(
      Self.event(JSONRPCWriter.notification(method: .subscriptionsAcknowledged, params: Array(text))))
  }
}
