import Basics

extension Field {
  /// A mapping with keys of its own.
  static func section<Inner: SettingsSection>(
    _ name: String, _ value: Place<Inner>
  ) -> Field {
    Field(name: name, allowed: "mapping", children: Inner.keys) { node, section, decoding in
      section[keyPath: value].decode(node, name: name, &decoding)
    } render: {
      $0[keyPath: value].rendered
    }
  }

  /// A mapping whose keys are names that the user chooses, each with a section below it.
  static func named<Inner: SettingsSection>(
    _ name: String, _ value: Place<[String: Inner]>, of rule: TextRule
  ) -> Field {
    let children = Inner.keys.map { KeyDescription(path: "*.\($0.path)", allowed: $0.allowed) }
    return Field(name: name, allowed: "mapping by \(rule.allowed)", children: children) {
      node, section, decoding in
      decoding.eachEntry(of: node, name: name, rule: rule) { entry, decoding in
        var inner = Inner()
        inner.decode(entry.value, name: entry.key, &decoding)
        section[keyPath: value][entry.key] = inner
      }
    } render: { section in
      let pairs = section[keyPath: value].sorted { $0.key < $1.key }
      return .object(JSONObject(pairs.map { ($0.key, $0.value.rendered) }))
    }
  }

  /// A mapping from names that the user chooses to texts.
  static func namedTexts(
    _ name: String, _ value: Place<[String: String]>, of rule: TextRule,
    _ text: TextRule
  ) -> Field {
    let children = [KeyDescription(path: "*", allowed: text.allowed)]
    return Field(name: name, allowed: "mapping by \(rule.allowed)", children: children) {
      node, section, decoding in
      decoding.eachEntry(of: node, name: name, rule: rule) { entry, decoding in
        let files = decoding.files
        let reading = readText(entry.value).flatMap { found in
          text.check(found, files).map(Result.failure) ?? .success(found)
        }
        switch reading {
        case .success(let found): section[keyPath: value][entry.key] = found
        case .failure(let fault):
          let origin = fault.origin ?? entry.value.origin
          decoding.report(fault.code, entry.key, at: origin, "\(fault.message); allowed: \(text.allowed)")
        }
      }
    } render: { section in
      let pairs = section[keyPath: value].sorted { $0.key < $1.key }
      return .object(JSONObject(pairs.map { ($0.key, .string($0.value)) }))
    }
  }
}

extension Decoding {
  /// Goes through a mapping whose keys are chosen by the user; keys that `rule` refuses are problems.
  mutating func eachEntry(
    of node: SourceNode?, name: String, rule: TextRule, _ body: (SourceEntry, inout Decoding) -> Void
  ) {
    let entries: [SourceEntry]
    switch node?.content {
    case nil, .empty?: return
    case .map(let given)?: entries = given
    case .scalar?, .list?:
      if let node { reportWrongType(name, node, expected: "a mapping") }
      return
    }
    inside(name) { decoding in
      for entry in entries {
        if let fault = rule.check(entry.key, decoding.files) {
          decoding.report(
            fault.code, entry.key, at: entry.keyOrigin, "\(fault.message); allowed: \(rule.allowed)")
        } else {
          decoding.note(entry.value.origin, for: entry.key)
          body(entry, &decoding)
        }
      }
    }
  }
}
