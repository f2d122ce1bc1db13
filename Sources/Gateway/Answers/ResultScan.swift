import Basics
import Detection
import MCP
import Sessions
import Telemetry

/// Scans what a server says, wherever in the message it says it: results, error data, notifications, requests.
struct ResultScan: AnswerLayer {
  let engine: DetectionEngine
  let limits: JSONLimits
  let sessions: SessionStore

  func review(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    let findings = engine.scan(message.document, scratch: loop.scan)
    guard !findings.isEmpty else { return }
    observe(findings, call)
    if let blocked = findings.first(where: { $0.action == .block }) {
      throw Denial(
        .answerBlocked, "The answer holds what policy does not let through.",
        details: ["type": .string(blocked.type), "rule": .string(blocked.rule)])
    }
    let hidden = findings.filter { $0.action == .redact }
    guard !hidden.isEmpty else { return }
    for finding in hidden {
      message.redactions[finding.type, default: 0] += 1
      loop.runtime.metrics.redactions[finding.type].increment()
    }
    let edited = engine.redacting(message.document, scratch: loop.scan) { $0.action == .redact }
    guard edited.isClean else {
      throw Denial(.answerBlocked, "The answer holds more than can be withheld from it.")
    }
    try message.replace(with: edited.bytes, limits: limits)
  }

  private func observe(_ findings: [Finding], _ call: Call) {
    guard let key = call.sessionKey else { return }
    let personal = findings.count { $0.category == .pii }
    let injections = findings.count { $0.category == .injection }
    guard personal + injections > 0 else { return }
    _ = sessions.admit(.answered(personalData: personal, injections: injections), in: key, now: call.receivedAt)
  }
}
