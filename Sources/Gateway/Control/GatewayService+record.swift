import Audit
import Basics

extension GatewayService {
  /// Records what an operator changed, in words without secrets.
  public func recordChange(_ detail: String) { record(.change, detail) }

  /// Records what a person decided about a request.
  public func recordApproval(_ detail: String, tool: String, caller: String) {
    record(.approval, detail, tool: tool, caller: caller)
  }

  private func record(_ event: AuditEvent, _ detail: String, tool: String? = nil, caller: String = "") {
    var entry = AuditEntry(timestamp: .now(), event: event)
    entry.detail = detail
    entry.tool = tool
    entry.callerID = caller
    _ = try? runtime.audit.append(entry)
  }
}
