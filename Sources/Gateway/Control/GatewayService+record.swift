import Audit
import Basics

extension GatewayService {
  /// Records what an operator changed, in words without secrets.
  ///
  /// - Parameter code: A word for programs, such as `subject_erased`.
  public func recordChange(_ detail: String, code: String? = nil) { record(.change, detail, code: code) }

  /// Records what a person decided about a request.
  public func recordApproval(_ detail: String, tool: String, caller: String) {
    record(.approval, detail, tool: tool, caller: caller)
  }

  private func record(
    _ event: AuditEvent, _ detail: String, code: String? = nil, tool: String? = nil, caller: String = ""
  ) {
    var entry = AuditEntry(timestamp: .now(), event: event)
    entry.detail = detail
    entry.code = code
    entry.tool = tool
    if let subjects = runtime.subjects, !caller.isEmpty {
      do {
        entry.seal = try subjects.seal(forNamed: caller)
        entry.callerID = caller
      } catch {
        entry.callerID = "[WITHHELD]"
      }
    } else {
      entry.callerID = caller
    }
    _ = try? runtime.audit.append(entry)
  }
}
