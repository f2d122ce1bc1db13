import Basics
import MCP

/// Tells clients that listen when policies or the registry change what they may call.
///
/// - Source: MCP 2025-11-25, Tools, List Changed Notification; 2026-07-28, Subscriptions.
extension Exchange {
  /// A stream outlives snapshots: it goes on under the one in force.
  func followSnapshot() {
    let new = loop.snapshot
    guard isStandaloneStream, new !== snapshot else { return }
    let old = snapshot
    snapshot = new
    guard loop.visibilityChanges.concern(call, from: old, to: new, on: loop) else { return }
    var writer = EventStreamWriter()
    if call.era == .legacy {
      writer.write(data: JSONRPCWriter.notification(method: .toolsListChanged))
    } else {
      guard wantsToolChanges, let id = call.envelope?.rawID else { return }
      let text = Array(#"{"_meta":{"io.modelcontextprotocol/subscriptionId":"#.utf8) + id + Array("}}".utf8)
      writer.write(data: JSONRPCWriter.notification(method: .toolsListChanged, params: text))
    }
    emit(writer.bytes)
  }

  private var wantsToolChanges: Bool { Subscription(call.envelope)?.wants(.toolsListChanged) ?? false }
}
