internal import Basics

/// Reads the keys of one METADATA block and brings them into the form that OPA gives to policies.
struct AnnotationFields {
  let location: Location
  private(set) var schemas: [SchemaReference] = []

  init(location: Location) { self.location = location }

  mutating func read(_ json: JSONObject, scope: Annotation.Scope) throws(SourceFault) -> JSONObject {
    var result: JSONObject = ["scope": .string(scope.rawValue)]
    for key in ["title", "description"] {
      guard let value = json[key] else { continue }
      guard let text = value.stringValue else { throw invalid(key, "a text") }
      result[key] = .string(text)
    }
    if json["entrypoint"]?.boolValue == true { result["entrypoint"] = .bool(true) }
    if let list = json["organizations"] { result["organizations"] = .array(try array(list, "organizations")) }
    if let list = json["related_resources"] {
      var resources: [JSONValue] = []
      for item in try array(list, "related_resources") { resources.append(try resource(item)) }
      result["related_resources"] = .array(resources)
    }
    if let list = json["authors"] {
      var authors: [JSONValue] = []
      for item in try array(list, "authors") { authors.append(try author(item)) }
      result["authors"] = .array(authors)
    }
    if let list = json["schemas"] { result["schemas"] = .array(try readSchemas(array(list, "schemas"))) }
    if let custom = json["custom"] {
      guard custom.objectValue != nil else { throw invalid("custom", "a mapping") }
      result["custom"] = custom
    }
    return result
  }

  private func invalid(_ key: String, _ wanted: String) -> SourceFault {
    AnnotationReader.invalid("invalid annotation: `\(key)` must be \(wanted)", location)
  }

  private func array(_ value: JSONValue, _ key: String) throws(SourceFault) -> [JSONValue] {
    guard let array = value.arrayValue else { throw invalid(key, "a list") }
    return array
  }

  /// A URL, or a mapping with `ref` and `description`.
  private func resource(_ value: JSONValue) throws(SourceFault) -> JSONValue {
    if let url = value.stringValue, !url.isEmpty { return ["ref": .string(url)] }
    guard let object = value.objectValue, let url = object["ref"]?.stringValue, !url.isEmpty else {
      throw invalid("related_resources", "a list of URLs, or of mappings with `ref`")
    }
    var result: JSONObject = ["ref": .string(url)]
    if let text = object["description"]?.stringValue, !text.isEmpty { result["description"] = .string(text) }
    return .object(result)
  }

  /// `Name <email>`, or a mapping with `name` and `email`.
  private func author(_ value: JSONValue) throws(SourceFault) -> JSONValue {
    var result = JSONObject()
    if let text = value.stringValue {
      var words = text.split(separator: " ").map(String.init)
      if let last = words.last, last.hasPrefix("<"), last.hasSuffix(">") {
        words.removeLast()
        result["email"] = .string(String(last.dropFirst().dropLast()))
      }
      if !words.isEmpty { result["name"] = .string(words.joined(separator: " ")) }
    } else if let object = value.objectValue {
      for key in ["name", "email"] {
        if let text = object[key]?.stringValue, !text.isEmpty { result[key] = .string(text.trimmed) }
      }
    }
    guard !result.isEmpty else { throw invalid("authors", "a list with a name or an email each") }
    return .object(result)
  }

  // MARK: - Schemas

  private mutating func readSchemas(_ list: [JSONValue]) throws(SourceFault) -> [JSONValue] {
    var result: [JSONValue] = []
    for item in list {
      guard let object = item.objectValue, object.count == 1, let key = object.keys.first,
        let value = object[key], let path = AnnotationFields.path(key),
        path.first == "input" || path.first == "data"
      else { throw invalid("schemas", "a list of mappings from `input…` or `data…` to a schema") }
      var entry: JSONObject = ["path": .array(path.map(JSONValue.string))]
      if let text = value.stringValue {
        guard let name = AnnotationFields.path(text), name.first == "schema" else {
          throw invalid("schemas", "a reference that starts with `schema`, or a schema")
        }
        schemas.append(SchemaReference(path: path, schema: .named(Array(name.dropFirst()))))
        entry["schema"] = .array(name.map(JSONValue.string))
      } else {
        schemas.append(SchemaReference(path: path, schema: .inline(value)))
        entry["definition"] = value
      }
      result.append(.object(entry))
    }
    return result
  }

  /// `a.b["c"]` in its parts.
  private static func path(_ text: String) -> [String]? {
    guard let body = try? Parser.query(Array(text.utf8), file: -1, dialect: Dialect(.v1)), body.literals.count == 1,
      case .expression(let term) = body.literals[0].kind
    else { return nil }
    return Resolver.names(of: term)
  }
}
