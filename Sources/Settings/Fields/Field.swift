import Basics

/// One key of a section: its name, what may stand there, and how it is read and shown.
public struct Field<Section>: Sendable {
  /// Where a section keeps the value of a key.
  typealias Place<Kept> = any WritableKeyPath<Section, Kept> & Sendable

  public let name: String
  /// Type, unit and range in words, such as `integer, bytes, 1…1024`.
  public let allowed: String
  /// Keys below this one; a `*` stands for a name that the user chooses.
  public let children: [KeyDescription]

  /// Reads what is written, or checks the default if nothing is.
  let decode: @Sendable (SourceNode?, inout Section, inout Decoding) -> Void
  let render: @Sendable (Section) -> JSONValue
}

/// One key of the configuration, for people and tests.
public struct KeyDescription: Sendable, Hashable {
  /// Dotted path; a `*` stands for a name that the user chooses.
  public let path: String
  public let allowed: String
}

extension SettingsSection {
  /// All keys of this section and of those in it.
  static var keys: [KeyDescription] {
    fields.flatMap { field -> [KeyDescription] in
      guard field.children.isEmpty else {
        return field.children.map { KeyDescription(path: "\(field.name).\($0.path)", allowed: $0.allowed) }
      }
      return [KeyDescription(path: field.name, allowed: field.allowed)]
    }
  }

  /// Every key with its value, in the order of `fields`.
  var rendered: JSONValue {
    var object = JSONObject()
    for field in Self.fields { object[field.name] = field.render(self) }
    return .object(object)
  }

  /// Reads a mapping into this section; `nil` and an empty value leave the defaults.
  mutating func decode(_ node: SourceNode?, name: String, _ decoding: inout Decoding) {
    var entries: [SourceEntry] = []
    switch node?.content {
    case .map(let given)?: entries = given
    case .empty?, nil: break
    case .scalar?, .list?:
      if let node { decoding.reportWrongType(name, node, expected: "a mapping") }
      return
    }
    decoding.inside(name) { decoding in
      self.decode(entries: entries, &decoding)
    }
  }

  /// Reads the entries of this section's mapping.
  mutating func decode(entries: [SourceEntry], _ decoding: inout Decoding) {
    let fields = Self.fields
    for entry in entries where !fields.contains(where: { $0.name == entry.key }) {
      decoding.reportUnknown(entry, known: fields.map(\.name))
    }
    for field in fields {
      let entry = entries.first { $0.key == field.name }
      if let entry { decoding.note(entry.value.origin, for: field.name) }
      field.decode(entry?.value, &self, &decoding)
    }
    var section = SectionDecoding(decoding: decoding)
    complete(&section)
    decoding = section.decoding
  }
}
