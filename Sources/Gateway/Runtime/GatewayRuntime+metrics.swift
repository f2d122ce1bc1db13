import Audit
import Basics
import Identity
import MCP
import SPIFFE
import Telemetry

extension GatewayRuntime {
  /// Counts a decision with the time of each layer.
  func count(_ call: Call, _ decision: AuditDecision, _ code: DenialCode? = nil) {
    handles.count(call.envelope?.method, decision)
    if let code { handles.count(code) }
    var total: UInt64 = 0
    for note in call.trace {
      handles.record(note.layer, nanoseconds: note.nanoseconds)
      total &+= note.nanoseconds
    }
    metrics.chainDuration.record(nanoseconds: total)
  }

  func countAnswerDenial(_ code: DenialCode) { handles.count(code) }

  func observeUpstream(_ call: Call, _ failure: UpstreamFailure?, since start: UInt64) {
    guard let server = call.server else { return }
    let result: UpstreamResult =
      switch failure {
      case nil: .answered
      case .timeout: .timedOut
      case .invalid, .tooLarge: .garbage
      case .unavailable, .overloaded: .unreachable
      }
    server.metrics.count(result)
    server.metrics.duration.record(nanoseconds: MonotonicTime.now() &- start)
  }

  /// A message of a server was kept from a client whose stream goes on.
  func recordWithheld(_ code: DenialCode, _ call: Call) {
    var entry = AuditEntry(timestamp: .now(), event: .outcome)
    entry.decisionID = call.decisionID
    entry.traceID = call.traceID
    entry.callerID = call.principal?.id.text ?? ""
    entry.seal = call.seal
    entry.method = call.methodName
    entry.upstream = call.server?.name
    entry.decision = .deny
    entry.code = code.rawValue
    _ = try? audit.append(entry)
  }

  /// Words of a server that attack the model were withheld.
  func recordPoison(_ subject: String, _ call: Call) {
    metrics.toolEvents["poisoned"].increment()
    var entry = AuditEntry(timestamp: .now(), event: .drift)
    entry.decisionID = call.decisionID
    entry.traceID = call.traceID
    entry.callerID = call.principal?.id.text ?? ""
    entry.seal = call.seal
    entry.method = call.methodName
    entry.tool = String(subject.prefix(256))
    entry.upstream = call.server?.name
    entry.code = DenialCode.answerBlocked.rawValue
    _ = try? audit.append(entry)
  }

  /// A tool that is not what was registered was withheld from a list.
  func recordDrift(_ tool: String, _ why: String, _ call: Call) {
    var entry = AuditEntry(timestamp: .now(), event: .drift)
    entry.decisionID = call.decisionID
    entry.traceID = call.traceID
    entry.callerID = call.principal?.id.text ?? ""
    entry.seal = call.seal
    entry.method = call.methodName
    entry.tool = String(tool.prefix(256))
    entry.upstream = call.server?.name
    entry.code = why == "unregistered" ? DenialCode.toolUnknown.rawValue : DenialCode.toolChanged.rawValue
    _ = try? audit.append(entry)
  }
}
