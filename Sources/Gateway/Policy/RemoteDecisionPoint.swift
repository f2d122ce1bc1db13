import Basics
import NIOCore
import Policy
import Settings
import Synchronization

/// An OPA server that decides in the place of the policies here. What it does not answer clearly and in time is refused.
///
/// - Source: OPA, REST API, Data API and Query API.
final class RemoteDecisionPoint: DecisionSource {
  private let document: UpstreamURL
  private let query: UpstreamURL
  /// As it stands below `/v1/data`.
  private let path: String
  /// The question of one request about many inputs.
  private let queryText: String
  private let token: Redacted<String>?
  private let settings: AuthorizationSettings
  private let underWay = Atomic<Int>(0)

  /// Nil if the policies here decide. Blocks on the disk.
  init?(_ settings: AuthorizationSettings) throws(LoadProblem) {
    guard let text = settings.opaURL else { return nil }
    guard let url = UpstreamURL(text) else {
      throw LoadProblem("policy", ["authorization.opa_url: \(text) is no URL"])
    }
    let parts = settings.policyPath.split(separator: "/").map(String.init)
    let reference = DocumentPath(parts)?.reference ?? "data"
    document = url.appending("v1/data/\(settings.policyPath)")
    query = url.appending("v1/query")
    path = settings.policyPath
    queryText = "some i; input.questions[i]; d := [x | x := \(reference) with input as input.questions[i]]"
    token = try SecretText.read(env: settings.tokenEnv, file: settings.tokenFile, "authorization")
    self.settings = settings
  }

  /// Asks about one call.
  func decide(_ question: PolicyQuestion, on loop: LoopState) -> EventLoopFuture<PolicyDecision> {
    var writer = JSONWriter(capacity: 2_048)
    writer.beginObject()
    writer.key("input")
    question.write(to: &writer)
    writer.endObject()
    let path = path
    return ask(document, writer.bytes, on: loop) { answer in PolicyDecision(document: answer["result"], at: path) }
  }

  /// Asks about a list of tools in one request: whether the list may be asked for, and which of `tools` may be called.
  func decide(
    _ question: PolicyQuestion, tools: [PolicyQuestion], on loop: LoopState
  ) -> EventLoopFuture<PolicyDecision> {
    var writer = JSONWriter(capacity: 2_048 * (tools.count + 1))
    writer.beginObject()
    writer.key("query")
    writer.string(queryText)
    writer.key("input")
    writer.beginObject()
    writer.key("questions")
    writer.beginArray()
    for each in [question] + tools { each.write(to: &writer) }
    writer.endArray()
    writer.endObject()
    writer.endObject()
    let names = tools.map { $0.toolName ?? "" }
    let path = path
    return ask(query, writer.bytes, on: loop) { answer in Self.decision(answer, names, path) }
  }

  private static func decision(_ answer: JSONValue, _ names: [String], _ path: String) -> PolicyDecision {
    var decisions: [Int: PolicyDecision] = [:]
    for binding in answer["result"]?.arrayValue ?? [] {
      guard let index = binding["i"]?.intValue, let found = binding["d"]?.arrayValue else { return garbage }
      decisions[index] = PolicyDecision(document: found.first, at: path)
    }
    guard var decision = decisions[0] else { return garbage }
    let allowed = names.enumerated().filter { decisions[$0.offset + 1]?.isAllowed == true }
    decision.visibleTools = Set(allowed.map(\.element))
    return decision
  }

  private static var garbage: PolicyDecision {
    .unavailable("opa_answer_invalid", "The decision point's answer cannot be read.")
  }

  private func ask(
    _ url: UpstreamURL, _ body: [UInt8], on loop: LoopState,
    _ read: @escaping @Sendable (JSONValue) -> PolicyDecision
  ) -> EventLoopFuture<PolicyDecision> {
    guard underWay.add(1, ordering: .relaxed).newValue <= settings.callsMax else {
      underWay.subtract(1, ordering: .relaxed)
      return loop.eventLoop.makeSucceededFuture(
        .unavailable("opa_busy", "Too many questions wait for the decision point."))
    }
    return DocumentFetch.send(
      DocumentFetch.Request(verb: "POST", url: url, body: body, token: token), on: loop,
      bytesMax: settings.answerBytesMax, timeout: settings.timeout
    )
    .map { answer in
      guard answer.status == 200 else {
        return .unavailable("opa_status_\(answer.status)", "The decision point answers \(answer.status).")
      }
      guard let document = try? JSONValue.parse(answer.body), document.objectValue != nil else { return Self.garbage }
      return read(document)
    }
    .recover { error in Self.failure(error) }
    .always { _ in self.underWay.subtract(1, ordering: .relaxed) }
  }

  private static func failure(_ error: any Error) -> PolicyDecision {
    switch error as? UpstreamFailure {
    case .timeout: .unavailable("opa_timeout", "The decision point did not answer in time.")
    case .tooLarge: .unavailable("opa_answer_too_large", "The decision point's answer is too large.")
    case .overloaded: .unavailable("opa_busy", "Too many questions wait for the decision point.")
    case .invalid: .unavailable("opa_answer_invalid", "The decision point's answer is not valid HTTP.")
    case .unavailable, nil: .unavailable("opa_unreachable", "The decision point cannot be reached.")
    }
  }
}
