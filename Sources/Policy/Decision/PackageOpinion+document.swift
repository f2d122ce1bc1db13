public import Basics

extension PackageOpinion {
  /// What another decision point's document says: the package with its `allow` and `deny`, or one rule's value.
  init(document: JSONValue?) {
    switch document {
    case nil: self.init(allow: .silent, deny: .no)
    case .bool(let flag)?: self.init(allow: flag ? .yes(reason: nil, obligations: []) : .no, deny: .no)
    case .object(let members)?: self.init(members)
    default: self.init(allow: .unclear, deny: .no)
    }
  }

  private init(_ members: JSONObject) {
    let deny = members["deny"].map(Self.deny) ?? .no
    switch members["allow"] {
    case nil: self.init(allow: .silent, deny: deny)
    case .bool(let flag)?: self.init(allow: Self.allow(flag, members), deny: deny)
    case .object(let decision)?:
      self.init(allow: decision["allow"]?.boolValue.map { Self.allow($0, decision) } ?? .unclear, deny: deny)
    default: self.init(allow: .unclear, deny: deny)
    }
  }

  private static func allow(_ flag: Bool, _ members: JSONObject) -> Allow {
    guard flag else { return .no }
    let obligations = members["obligations"].map { $0.arrayValue ?? [$0] } ?? []
    return .yes(reason: members["reason"]?.stringValue, obligations: obligations)
  }

  /// Everything but false and what is empty denies, null included.
  private static func deny(_ value: JSONValue) -> Deny {
    switch value {
    case .bool(let flag): return flag ? .yes(reason: nil) : .no
    case .string(let text): return text.isEmpty ? .no : .yes(reason: text)
    case .array(let elements): return elements.isEmpty ? .no : .yes(reason: reason(elements))
    case .object(let members):
      return members.isEmpty ? .no : .yes(reason: (members["reason"] ?? members["message"])?.stringValue)
    default: return .yes(reason: nil)
    }
  }

  private static func reason(_ elements: [JSONValue]) -> String? {
    let texts = elements.compactMap {
      $0.stringValue ?? $0["reason"]?.stringValue ?? $0["message"]?.stringValue
    }
    return texts.isEmpty ? nil : texts.prefix(messagesMax).joined(separator: "; ")
  }
}

extension PolicyDecision {
  /// The decision that another decision point's document makes; nil, for an undefined one, denies.
  ///
  /// - Parameter path: What was asked, such as `mcp/authz`.
  public init(document: JSONValue?, at path: String) {
    let opinion = PackageOpinion(document: document)
    let rule = path.split(separator: "/").joined(separator: ".")
    if case .yes(let reason) = opinion.deny {
      self.init(isAllowed: false, reason: reason, rule: rule)
      return
    }
    switch opinion.allow {
    case .silent: self.init(isAllowed: false)
    case .no: self.init(isAllowed: false, rule: rule)
    case .yes(let reason, let obligations):
      self.init(isAllowed: true, reason: reason, obligations: obligations, rule: rule)
    case .unclear:
      self = .failed(
        "policy_unclear_allow", "allow must be true, false, or an object whose allow is.", rule: rule)
    }
  }

  /// A denial because nobody could decide.
  public static func unavailable(_ code: String, _ message: String) -> PolicyDecision { .failed(code, message) }
}
