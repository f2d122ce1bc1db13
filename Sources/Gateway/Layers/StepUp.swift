import Approvals
import Basics
import Identity
import MCP
import NIOCore
import Policy
import Registry
import SPIFFE

/// Layer 9: calls that could do great harm, and sessions that look bad, need a person's agreement.
struct StepUp: Layer {
  let name = LayerName.stepUp
  let approvals: ApprovalStore
  /// Tools of this risk and above always need it.
  let fromRisk: RiskLevel
  /// Sessions of this score and above need it for every tool, 0…100.
  let fromScore: Int

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard let tool = call.tool, let principal = call.principal, isNeeded(tool, call) else { return .skip }
    let subject = ApprovalSubject(
      principal: principal.id.text, tool: tool.name, arguments: call.argumentsValue)
    let promise = loop.eventLoop.makePromise(of: Resumption.self)
    let occasion = ApprovalCase(
      reason: reason(tool, call), riskScore: call.riskScore, arguments: approverView(call, on: loop))
    let (approvals, now) = (approvals, call.receivedAt)
    approvals.redeem(call.request.stepUpToken, for: subject, now: now) { result in
      switch result {
      case .success(let used):
        promise.succeed { call in
          call.approvalID = used.id
          return .proceed
        }
      case .failure(let error):
        let denial = Self.denial(error, at: now, asking: { approvals.request(subject, occasion, now: now) })
        promise.succeed { _ in .refuse(denial) }
      }
    }
    return .later(promise.futureResult)
  }

  /// The arguments as a person may see them: credentials and personal data withheld.
  private func approverView(_ call: Call, on loop: LoopState) -> String {
    let bytes = loop.runtime.snapshot.redactedArguments(of: call, on: loop) ?? []
    return String(decoding: bytes, as: UTF8.self)
  }

  private func isNeeded(_ tool: ToolEntry, _ call: Call) -> Bool {
    tool.riskLevel >= fromRisk || call.riskScore >= fromScore || call.policy?.requiresStepUp == true
  }

  private func reason(_ tool: ToolEntry, _ call: Call) -> String {
    if tool.riskLevel >= fromRisk { return "The tool \(tool.name) is of \(tool.riskLevel.rawValue) risk." }
    if call.riskScore >= fromScore { return "The risk score of the session is \(call.riskScore)." }
    return "A policy asks for a person's agreement."
  }

  private static func denial(
    _ error: ApprovalError, at now: Timestamp, asking: () -> Result<ApprovalRequest, ApprovalError>
  ) -> Denial {
    switch error {
    case .unavailable: return Denial(.stepUpUnavailable, "Approvals cannot be read or written.")
    case .tokenUnknown, .tokenMismatch, .alreadyUsed:
      return Denial(
        .stepUpInvalid, "The approval token is not good for this call.", details: ["reason": .string(error.rawValue)])
    default: break
    }
    switch asking() {
    case .success(let request) where request.status(at: now) == .denied:
      return Denial(
        .stepUpDenied, "A person has refused this call.", details: ["approval_id": .string(request.id)])
    case .success(let request):
      return Denial(
        .stepUpRequired, "A person must agree to this call.",
        details: [
          "approval_id": .string(request.id), "expires": .string(request.expiresAt.rfc3339),
          "approve_with": .string("agw approvals approve \(request.id)"),
        ])
    case .failure(let error):
      return Denial(
        error == .unavailable ? .stepUpUnavailable : .stepUpRequired, "A person must agree to this call.",
        details: ["reason": .string(error.rawValue)])
    }
  }
}
