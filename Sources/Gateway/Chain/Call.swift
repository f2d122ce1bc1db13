import Audit
import Basics
import Detection
import Identity
import MCP
import Policy
import Registry
import SPIFFE
import Sessions

/// One message on its way through the gateway, and everything that is learnt about it.
///
/// Passed from layer to layer. What one layer learns, later layers, the policy input and the audit record read from
/// named fields. An object, because it is handed on some thirty times and holds as many references: copying them
/// costs more than most layers do. Confined to the event loop of its exchange.
final class Call {
  // What arrived.
  let decisionID: String
  let traceID: String
  let receivedAt: Timestamp
  /// Monotonic nanoseconds.
  let startedAt: UInt64
  let request: RequestFacts
  var body: [UInt8] = []
  /// The body is larger than the limit; what was read of it is not kept.
  var isBodyTooLarge = false
  /// The connection ended before the body did.
  var isBodyIncomplete = false

  /// What is wrong with the batch that the body is.
  var batchFault: EnvelopeError?

  // Layer 2.
  /// The id of a message that could not be read otherwise.
  var unreadableID: [UInt8]?
  var envelope: Envelope?
  var era = Era.legacy
  /// The session that the caller named, found and his.
  var session: ClientSession?

  // Layer 3.
  var principal: Principal?

  // Layer 4.
  /// Under whose key the caller's personal fields are recorded; nil to record them as they are.
  var seal: SubjectSeal?

  // Layer 5.
  var tool: ToolEntry?
  var server: Server?

  /// It is about several servers, or none: the gateway itself answers.
  var isMerged = false
  /// What callers, policies and records call the subject, where that is not what the message says.
  var publishedName: String?
  /// What the server calls the subject, where the caller was given another name.
  var nameAtServer: String?
  /// What the server calls the request that this message answers.
  var idAtServer: [UInt8]?
  /// The id is noted as under way in the session.
  var isUnderWay = false

  /// What the server wanted to be reminded of, as it wrote it.
  var requestState: [UInt8]?

  // Layer 6.
  var policy: PolicyDecision?
  /// Resources of a subscription that the caller may not read.
  var deniedURIs: Set<String> = []

  // Layer 7.
  var findings: [Finding] = []
  /// The body as it goes on, where a layer had to change it.
  var editedBody: [UInt8]?

  // Layer 8.
  var sessionCall: SessionCall?
  var riskScore = 0

  // Layer 9.
  var approvalID: String?

  // Layer 11.
  var rate: RateLimitVerdict?

  // Layer 12.
  var breakerTicket: BreakerTicket?

  // Layer 13.
  /// The values that stand in ``outgoingBody`` in place of references; they must not come back.
  var redeemed: [Redacted<[UInt8]>] = []

  /// How many layers were entered.
  var entered = 0
  private(set) var trace: [LayerTrace] = []

  init(_ request: RequestFacts, decisionID: String, traceID: String, receivedAt: Timestamp, startedAt: UInt64) {
    self.request = request
    self.decisionID = decisionID
    self.traceID = traceID
    self.receivedAt = receivedAt
    self.startedAt = startedAt
    trace.reserveCapacity(LayerName.allCases.count)
  }

  /// The method on the wire, or what the HTTP verb stands for.
  var methodName: String {
    if let method = envelope?.method { return method.name }
    switch request.verb {
    case .get: return "stream/open"
    case .delete: return "session/end"
    case .post: return envelope == nil ? "" : "response"
    }
  }

  /// Tool, prompt, resource or task that the message is about.
  var subject: String? { publishedName ?? envelope?.name }

  var isToolCall: Bool { envelope?.method == .toolsCall }

  /// The bytes that go on to the upstream.
  var outgoingBody: [UInt8] {
    requestState == nil && nameAtServer == nil && idAtServer == nil && deniedURIs.isEmpty ? editedBody ?? body : bodyForServer
  }

  /// Which session state this call is weighed in.
  var sessionKey: SessionKey? { principal.map { SessionKey(principal: $0.id.text, session: session?.id) } }

  func note(_ layer: LayerName, _ result: AuditLayer.Result, _ nanoseconds: UInt64) {
    trace.append(LayerTrace(layer: layer, result: result, nanoseconds: nanoseconds))
  }

  /// Replaces the last note, made when the layer began to wait.
  func amend(_ layer: LayerName, _ result: AuditLayer.Result, _ waited: UInt64) {
    guard let last = trace.popLast() else { return }
    trace.append(LayerTrace(layer: layer, result: result, nanoseconds: last.nanoseconds &+ waited))
  }
}

@available(*, unavailable)
extension Call: Sendable {}
