/// All built-in functions by name. A family is one file that extends `Builtins` with a list.
struct BuiltinTable: Sendable {
  let entries: [Builtin]
  private let indices: [String: Int]

  static let standard = BuiltinTable(
    Builtins.operators + Builtins.aggregates + Builtins.arrays + Builtins.objects + Builtins.sets
      + Builtins.strings + Builtins.formatting + Builtins.patterns + Builtins.networks + Builtins.times
      + Builtins.encodings + Builtins.types + Builtins.numbers + Builtins.bits + Builtins.graphs
      + Builtins.versions + Builtins.units + Builtins.digests + Builtins.tracing + Builtins.jsonPaths
      + Builtins.jsonPatches + Builtins.marshalling + Builtins.identifiers + Builtins.tokens
      + Builtins.uris + Builtins.templates + Builtins.requestSigning + Builtins.schemas
      + Builtins.graphQL + Builtins.certificates + Builtins.yamlDocuments + Builtins.requests + Builtins.modules)

  init(_ entries: [Builtin]) {
    self.entries = entries
    var indices: [String: Int] = [:]
    for (index, entry) in entries.enumerated() { indices[entry.name] = index }
    self.indices = indices
  }

  func index(of name: String) -> Int? { indices[name] }
}

/// The families: `Builtins.strings`, `Builtins.arrays`, …
enum Builtins {}
