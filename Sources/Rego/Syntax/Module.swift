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
  /// A rule asks for its own annotations (`rego.metadata.…`).
  var usesMetadata = false
  /// Byte offset behind the package path.
  var packageEnd: Int32 = 0
  /// Offsets of the first bytes of all lines but the first.
  var lineStarts: [Int32] = []

  /// The row, from 1, that holds a byte of the source.
  func row(at offset: Int32) -> Int32 {
    var low = 0
    var high = lineStarts.count
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return Int32(truncatingIfNeeded: low + 1)
  }
}

/// `import data.a.b as c`.
struct Import: Sendable {
  /// Starts with `data`, `input`, `future` or `rego`.
  var path: [String]
  var alias: String?
  var location: Location
  var end: Int32 = 0

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
  /// Byte offset behind its last byte, for text taken from the source.
  var end: Int32 = 0
  /// The body follows the word `if`.
  var hasIf = false
  /// The head is that of the rule before: `p if { … } { … }`.
  var sharesHead = false

  struct Alternative: Sendable {
    var value: Term
    var body: Body
    var location: Location
    var end: Int32 = 0
    var hasIf = false
    /// How the value is written; nil if it is not.
    var assignment: Assignment?
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
  /// How the value is written; nil if it is not.
  var assignment: Assignment?
  /// The element stands in brackets (Rego v0), not behind `contains`.
  var hasLegacyElement = false
  var end: Int32 = 0

  var name: String { reference.first?.isString ?? "" }
}

/// The two ways to give a value: `:=` and `=`.
enum Assignment: Sendable {
  case declare
  case unify
}
