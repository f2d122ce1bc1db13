import Basics
import Detection
import Registry
import Sessions

/// Layer 8: this call in the light of the earlier ones of its session.
struct SessionRisk: Layer {
  let name = LayerName.sessionTracking
  let sessions: SessionStore
  /// Score from which calls are refused, 0…100.
  let refusedFrom: Int

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard let key = call.sessionKey, let tool = call.tool else { return .skip }
    let weighed = SessionCall(
      tool: tool.name, risk: tool.riskLevel, flow: DataFlow(labels: tool.labels),
      personalData: call.findings.count { $0.category == .pii },
      injections: call.findings.count { $0.category == .injection })
    let verdict = sessions.admit(.call(weighed), in: key, now: call.receivedAt)
    call.riskScore = verdict.riskScore
    if let leak = verdict.exfiltration {
      return .refuse(
        Denial(
          .exfiltration, "This session has read sensitive data, so nothing is sent outside from it.",
          details: ["source": .string(leak.source), "sink": .string(leak.sink)]))
    }
    call.sessionCall = weighed
    if verdict.riskScore >= refusedFrom {
      return .refuse(
        Denial(
          .sessionRisk, "The risk of this session is too high for further calls.",
          details: ["risk_score": .integer(verdict.riskScore)]))
    }
    return .proceed
  }

  /// A refusal takes back what the call would have done; one for something the caller did counts against the
  /// session as well.
  func settle(_ call: Call, _ outcome: Outcome) {
    guard case .refused(let code) = outcome, let key = call.sessionKey else { return }
    if code.isCallersFault {
      _ = sessions.admit(.refused(call.sessionCall), in: key, now: call.receivedAt)
    } else if let weighed = call.sessionCall {
      _ = sessions.admit(.withdrawn(weighed), in: key, now: call.receivedAt)
    }
  }
}
