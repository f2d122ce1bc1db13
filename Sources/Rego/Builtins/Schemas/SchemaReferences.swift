/// The places in a schema document that `$ref` can name.
struct SchemaReferences {
  private let root: Value
  private let arena: Arena
  /// Schemas by the absolute form of their `$id`.
  private var identified: [String: Value] = [:]

  init(_ root: Value, _ draft: SchemaDraft, _ arena: Arena) throws(BuiltinError) {
    self.root = root
    self.arena = arena
    try collect(root, base: "", draft, depth: 0)
  }

  private mutating func collect(_ value: Value, base: String, _ draft: SchemaDraft, depth: Int) throws(BuiltinError) {
    guard depth < SchemaCompiler.depthLimit else { throw SchemaCompiler.tooDeep }
    if value.has(.array) {
      for element in value.elements { try collect(element, base: base, draft, depth: depth + 1) }
    }
    guard value.has(.object) else { return }
    var base = base
    if let id = SchemaReferences.identifier(value, draft, arena) {
      base = SchemaReferences.resolve(id, against: base)
      identified[base] = value
      if base.hasSuffix("#") { identified[String(base.dropLast())] = value }
    }
    let table = value.table
    for index in 0..<table.count { try collect(table.value(index), base: base, draft, depth: depth + 1) }
  }

  /// `$id`, or `id` where the draft has that name.
  static func identifier(_ schema: Value, _ draft: SchemaDraft, _ arena: Arena) -> String? {
    let old = schema.member(arena.string("id")).stringValue
    let new = schema.member(arena.string("$id")).stringValue
    switch draft {
    case .draft4: return old
    case .hybrid: return old ?? new
    default: return new
    }
  }

  /// The schema at `reference`, an absolute URL or one within the document.
  func target(_ reference: String) throws(BuiltinError) -> Value {
    if let known = identified[reference] { return known }
    let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let document = String(parts.first ?? "")
    let fragment = parts.count > 1 ? String(parts[1]) : ""
    let start = document.isEmpty ? root : identified[document] ?? identified[document + "#"]
    guard var value = start else {
      throw .failed("reference \(reference) points outside of the schema, and nothing is fetched: put that schema into its definitions")
    }
    let decoded = try URLEscapes.decoded(Array(fragment.utf8)[...], .fragment)
    for part in String(decoding: decoded, as: UTF8.self).split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      let key = part.replacing("~1", with: "/").replacing("~0", with: "~")
      value = value.documentMember(arena.string(key))
    }
    guard value.isDefined, fragment.isEmpty || fragment.hasPrefix("/") else {
      throw .failed("Object has no key '\(fragment)': reference \(reference) leads nowhere")
    }
    return value
  }

  /// Relative references (RFC 3986, section 5).
  static func resolve(_ reference: String, against base: String) -> String {
    if reference.isEmpty { return base }
    let bare = base.prefix { $0 != "#" }
    if reference.hasPrefix("#") { return bare + reference }
    let scheme = reference.prefix { $0.isLetter || $0.isNumber || "+-.".contains($0) }
    if !scheme.isEmpty, reference.dropFirst(scheme.count).first == ":" { return reference }
    let path = bare.range(ofAuthority: ())
    if reference.hasPrefix("/") { return bare[..<path] + reference }
    var segments = bare[path...].split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
    for segment in reference.split(separator: "/", omittingEmptySubsequences: false) {
      if segment == ".." {
        if segments.count > 1 { segments.removeLast() }
      } else if segment != "." {
        segments.append(String(segment))
      }
    }
    return bare[..<path] + segments.joined(separator: "/")
  }
}

extension Substring {
  /// Where the path of a URL starts: behind `scheme://host`.
  fileprivate func range(ofAuthority: Void) -> Index {
    guard let colon = firstIndex(of: ":"), self[colon...].hasPrefix("://") else { return startIndex }
    return self[index(colon, offsetBy: 3)...].firstIndex(of: "/") ?? endIndex
  }
}
