import Basics
import Detection
import Identity
import MCP
import Registry
import Settings

extension Snapshot {
  var answerBytesMax: Int { configuration.limits.answerBytesMax }
  var eventBytesMax: Int { configuration.limits.eventBytesMax }
  var answerJSONLimits: JSONLimits {
    JSONLimits(depthMax: configuration.limits.jsonDepthMax, nodesMax: configuration.limits.jsonNodesMax)
  }
  var showsDenialsAsToolResults: Bool { configuration.denials.form == .toolResult }

  /// Whether the decision must be on disk before the call goes on: for tools whose effects matter most.
  func isDurabilityNeededFirst(for call: Call) -> Bool {
    configuration.audit.durability == .commit && (call.tool?.riskLevel ?? .low) >= .high
  }

  /// What a caller without a valid proof is told about getting one.
  func challenge(for denial: Denial) -> String? {
    guard let challenge else { return nil }
    return challenge.text(for: denial.identityError ?? .required)
  }

  /// The arguments for the record, redacted; nil unless payloads are recorded.
  func recordedArguments(of call: Call, on loop: LoopState) -> [UInt8]? {
    configuration.audit.includePayloads ? redactedArguments(of: call, on: loop) : nil
  }

  /// The arguments as people and logs may see them.
  func redactedArguments(of call: Call, on loop: LoopState) -> [UInt8]? {
    guard let envelope = call.envelope, let arguments = envelope.arguments,
      let own = try? JSONDocument(parsing: Array(envelope.document.bytes[envelope.document.range(at: arguments)]))
    else { return nil }
    let edited = recordRules.redacting(own, scratch: loop.scan) { $0.action != .flag }
    return edited.isClean ? edited.bytes : Array(#""[WITHHELD]""#.utf8)
  }
}
