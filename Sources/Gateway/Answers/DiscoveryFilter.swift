import Basics
import MCP

/// A server's own word on what it speaks, without the revisions that the gateway cannot enforce.
///
/// - Source: MCP 2026-07-28, Discovery.
struct DiscoveryFilter: AnswerLayer {
  let limits: JSONLimits

  func review(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    guard call.envelope?.method == .serverDiscover, let result = message.envelope.result else { return }
    let document = message.document
    guard let node = document.member(named: "supportedVersions", of: result) else { return }
    let versions = document.elements(of: node).compactMap { document.string(at: $0) }
    let known = versions.filter { ProtocolVersion(rawValue: $0) != nil }
    guard known.count < versions.count else { return }
    guard !known.isEmpty else { throw UpstreamFailure.invalid.denial }
    let range = document.range(at: node)
    let text = JSONValue.array(known.map { .string($0) }).serialized()
    try message.replace(
      with: Array(document.bytes[..<range.lowerBound]) + text + document.bytes[range.upperBound...], limits: limits)
  }
}
