import Basics
import MCP

/// What a `subscriptions/listen` asks for.
///
/// - Source: MCP 2026-07-28, Subscriptions.
struct Subscription {
  private let document: JSONDocument
  /// Node of `params.notifications`.
  private let wanted: Int
  /// Node of the list of URIs in it.
  private let list: Int?

  /// Nil if `envelope` is no such request.
  init?(_ envelope: Envelope?) {
    guard let envelope, envelope.method == .subscriptionsListen, let params = envelope.params,
      let wanted = envelope.document.member(named: "notifications", of: params)
    else { return nil }
    document = envelope.document
    self.wanted = wanted
    list = document.member(named: "resourceSubscriptions", of: wanted)
  }

  /// The resources whose changes are wanted.
  var uris: [String] { list.map { document.elements(of: $0).compactMap { document.string(at: $0) } } ?? [] }

  /// Whether all changes of a list are wanted.
  func wants(_ method: Method?) -> Bool {
    let member: StaticString
    switch method {
    case .toolsListChanged: member = "toolsListChanged"
    case .promptsListChanged: member = "promptsListChanged"
    case .resourcesListChanged: member = "resourcesListChanged"
    default: return true
    }
    return document.member(named: member, of: wanted).map { document.value(at: $0) == true } ?? false
  }

  /// The list without `denied`, and where it stands.
  func without(_ denied: Set<String>) -> (range: Range<Int>, text: [UInt8])? {
    guard let list else { return nil }
    let kept = uris.filter { !denied.contains($0) }
    return (document.range(at: list), JSONValue.array(kept.map { .string($0) }).serialized())
  }
}
