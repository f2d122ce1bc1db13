import Basics
import Rego

/// What one decision package says: the values of its `allow` and its `deny`, each of which may be undefined.
struct PackageOpinion {
  enum Allow {
    case silent
    case no
    case yes(reason: String?, obligations: [JSONValue])
    /// The rule's value is neither a boolean nor an object with one.
    case unclear
  }

  enum Deny {
    case no
    case yes(reason: String?)
  }

  let allow: Allow
  let deny: Deny

  init(allow: Allow, deny: Deny) {
    self.allow = allow
    self.deny = deny
  }

  /// - Parameter result: `[[allow], [deny]]`, with an empty list for an undefined rule.
  init?(_ result: RegoResult) {
    guard let pair = result.elements, pair.count == 2, let allow = pair[0].elements,
      let deny = pair[1].elements
    else { return nil }
    self.allow = Self.allow(allow.first)
    self.deny = Self.deny(deny.first)
  }

  private static func allow(_ value: RegoResult?) -> Allow {
    guard let value else { return .silent }
    if let flag = value.boolValue { return flag ? .yes(reason: nil, obligations: []) : .no }
    guard let flag = value["allow"]?.boolValue else { return .unclear }
    guard flag else { return .no }
    let obligations = value["obligations"].map { $0.elements?.map(\.json) ?? [$0.json] } ?? []
    return .yes(reason: value["reason"]?.stringValue, obligations: obligations)
  }

  /// Everything but false and what is empty denies.
  private static func deny(_ value: RegoResult?) -> Deny {
    guard let value else { return .no }
    if let flag = value.boolValue { return flag ? .yes(reason: nil) : .no }
    if let elements = value.elements {
      return elements.isEmpty ? .no : .yes(reason: reason(elements))
    }
    switch value.json {
    case .string(let text): return text.isEmpty ? .no : .yes(reason: text)
    case .object(let members) where members.isEmpty: return .no
    case .object: return .yes(reason: value["reason"]?.stringValue ?? value["message"]?.stringValue)
    default: return .yes(reason: nil)
    }
  }

  /// How many messages of a `deny` set are told.
  static let messagesMax = 3

  private static func reason(_ elements: [RegoResult]) -> String? {
    let texts = elements.compactMap {
      $0.stringValue ?? $0["reason"]?.stringValue ?? $0["message"]?.stringValue
    }
    return texts.isEmpty ? nil : texts.prefix(messagesMax).joined(separator: "; ")
  }
}
