import Basics
import MCP
import Policy

/// Whoever may not read a resource does not hear of its changes either.
extension PolicyLayer {
  /// Notes which resources of a subscription the caller may not read. Where another program decides, all of them:
  /// nothing is told that nobody was asked about.
  func narrow(_ call: Call, _ question: PolicyQuestion, on loop: LoopState) {
    guard let subscription = Subscription(call.envelope) else { return }
    for uri in subscription.uris where elsewhere != nil || !mayRead(uri, question, loop) { call.deniedURIs.insert(uri) }
  }

  private func mayRead(_ uri: String, _ question: PolicyQuestion, _ loop: LoopState) -> Bool {
    guard let parts = ResourceURI(uri) else { return false }
    var question = question
    question.method = Method.resourcesRead.name
    question.toolName = uri
    question.arguments = .value(["uri": .string(uri)])
    if var request = question.request?.objectValue {
      request["resource"] = PolicyQuestion.resource(parts)
      question.request = .object(request)
    }
    return policy.decide(question, in: loop.rego).isAllowed
  }
}
