/// One source file, parsed.
struct Module: Sendable {
  var file: Int32
  /// Without `data`: `["mcp", "authz"]`.
  var package: [String]
  var packageLocation: Location
  var imports: [Import]
  var rules: [Rule]
  var comments: [Comment]
  var dialect: Dialect
}

/// `import data.a.b as c`.
struct Import: Sendable {
  /// Starts with `data`, `input`, `future` or `rego`.
  var path: [String]
  var alias: String?
  var location: Location

  /// The name it brings into the module.
  var name: String { alias ?? path.last ?? "" }
}

/// A rule with its `else` branches.
struct Rule: Sendable {
  var location: Location
  var isDefault: Bool
  var head: Head
  /// Empty means always.
  var body: Body
  var alternatives: [Alternative] = []
  /// Byte offset of its last token's end, for text taken from the source.
  var end: Int32 = 0

  struct Alternative: Sendable {
    var value: Term
    var body: Body
    var location: Location
  }
}

/// What a rule defines.
struct Head: Sendable {
  /// The first element is the name as a string term, the rest may be any term.
  var reference: [Term]
  /// Not nil for functions.
  var arguments: [Term]?
  /// The element of `contains`.
  var element: Term?
  /// Nil means `true`.
  var value: Term?
  var location: Location

  var name: String { reference.first?.isString ?? "" }
}
