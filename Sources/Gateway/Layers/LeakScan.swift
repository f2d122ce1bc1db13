import Basics
import Detection
import Secrets
import MCP
import Telemetry

/// Layer 7: credentials, personal data and attacks in what the agent sends.
struct LeakScan: Layer {
  let name = LayerName.dlpScan
  let engine: DetectionEngine

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard let envelope = call.envelope else { return .skip }
    let findings = engine.scan(envelope.document, scratch: loop.scan)
      .filter { !Self.isReference($0, in: envelope.document) }
    guard !findings.isEmpty else { return .proceed }
    call.findings = findings
    if let blocked = findings.first(where: { $0.action == .block }) { return .refuse(Self.denial(blocked, findings)) }
    let hidden = findings.filter { $0.action == .redact }
    guard !hidden.isEmpty else { return .flag }
    for finding in hidden { loop.runtime.metrics.redactions[finding.type].increment() }
    let edited = engine.redacting(envelope.document, scratch: loop.scan) { $0.action == .redact }
    guard edited.isClean else {
      return .refuse(Denial(.scanUnavailable, "The message holds more than can be withheld from it."))
    }
    call.editedBody = edited.bytes
    return .flag
  }

  /// A reference to a stored secret is what an agent should send instead of the secret; layer 13 judges it.
  private static func isReference(_ finding: Finding, in document: JSONDocument) -> Bool {
    guard finding.category == .credential, document.kind(at: finding.node) == .string,
      !document.nodes[finding.node].hasEscape,
      let references = try? SecretReference.find(in: document.bytes[document.nodes[finding.node].range])
    else { return false }
    return references.contains { $0.range.lowerBound <= finding.range.lowerBound && finding.range.upperBound <= $0.range.upperBound }
  }

  private static func denial(_ finding: Finding, _ all: [Finding]) -> Denial {
    var types: [JSONValue] = []
    for finding in all where !types.contains(.string(finding.type)) { types.append(.string(finding.type)) }
    let details: JSONObject = ["types": .array(types), "rule": .string(finding.rule)]
    switch finding.category {
    case .credential: return Denial(.credentialsDetected, "The message holds a credential.", details: details)
    case .pii: return Denial(.personalDataDetected, "The message holds personal data.", details: details)
    case .injection:
      return Denial(.injectionDetected, "The message holds text that attacks the model.", details: details)
    case .limit: return Denial(.scanUnavailable, "The message could not be scanned whole.", details: details)
    }
  }
}
