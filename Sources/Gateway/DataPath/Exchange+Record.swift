import Audit
import Basics
import Identity
import NIOCore
import Policy
import SPIFFE
import Sessions

extension Exchange {
  /// Writes the decision entry; nil if the log takes none.
  ///
  /// - Parameter isAwaited: Whether something waits for it to be on disk; if not, it goes there with the outcome.
  func record(decision: AuditDecision, code: DenialCode?, isAwaited: Bool = true) -> UInt64? {
    var entry = entry(.decision)
    entry.decision = decision
    entry.code = code?.rawValue
    entry.layers = call.trace.map { note in
      AuditLayer(
        note.layer.auditName, note.result, durationMicroseconds: Int(clamping: note.nanoseconds / 1_000))
    }
    entry.argumentsDigest = call.argumentsDigest
    entry.arguments = snapshot.recordedArguments(of: call, on: loop)
    entry.redactions = call.redactionCounts
    entry.bundleDigest = snapshot.policyDigest
    entry.registryDigest = snapshot.registryDigest
    entry.policyRule = call.policy?.rule
    return try? loop.runtime.audit.append(entry, isAwaited: isAwaited)
  }

  /// Writes the outcome entry, once; nil if the log takes none.
  func recordOutcome(status: Int, code: DenialCode?) -> UInt64? {
    answer.isOutcomeRecorded = true
    var entry = entry(.outcome)
    entry.decision = .allow
    entry.code = code?.rawValue
    entry.responseStatus = status
    entry.redactions = answer.redactions.map { AuditRedaction(type: $0.key, count: $0.value) }
      .sorted { $0.type < $1.type }
    return try? loop.runtime.audit.append(entry)
  }

  /// Stands for a caller whose name must not be written, and for whom no key is at hand.
  private static let unnamed = "[WITHHELD]"

  private func entry(_ event: AuditEvent) -> AuditEntry {
    let now = event == .decision ? call.receivedAt : Timestamp.now()
    var entry = AuditEntry(timestamp: now, event: event)
    entry.decisionID = call.decisionID
    entry.traceID = call.traceID
    entry.sessionID = call.session?.id ?? ""
    if let principal = call.principal {
      entry.seal = call.seal ?? loop.runtime.subjects?.vault.cached(principal.id.text)
      let mayName = loop.runtime.subjects?.mayName(principal, entry.seal) ?? true
      entry.callerID = mayName ? principal.id.text : Self.unnamed
      entry.principal = AuditPrincipal(
        kind: principal.kind.rawValue, level: principal.level, authMethod: principal.authMethod.rawValue)
    }
    entry.method = call.methodName
    entry.tool = call.subject
    entry.upstream = call.server?.name
    entry.riskScore = Double(call.riskScore)
    entry.durationMicroseconds = Int(clamping: (MonotonicTime.now() &- call.startedAt) / 1_000)
    return entry
  }

  /// Fields that every answer of the gateway carries.
  func writeOwnFields(_ head: inout ByteBuffer) {
    ResponseHead.field(&head, "x-precinct-decision-id", call.decisionID)
    head.writeStaticString("traceparent: 00-")
    head.writeString(call.traceID)
    head.writeStaticString("-")
    head.writeString(Identifiers.span(&loop.random))
    head.writeStaticString("-01\r\n")
    if let origin = call.request.origin { writeCrossOrigin(&head, origin) }
    guard let rate = call.rate else { return }
    ResponseHead.field(&head, "x-ratelimit-limit", rate.limit)
    ResponseHead.field(&head, "x-ratelimit-remaining", rate.remaining)
    ResponseHead.field(&head, "x-ratelimit-reset", rate.resetSeconds)
  }
}
