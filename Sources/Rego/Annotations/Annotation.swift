internal import Basics

/// One METADATA block: what a policy's author says about a rule, a document or a package.
struct Annotation: Sendable {
  enum Scope: String, Sendable {
    case rule, document, package, subpackages
  }

  var scope: Scope
  /// The keys as OPA writes them, with `scope`.
  var json: JSONObject
  var schemas: [SchemaReference] = []
  var location: Location
}

/// An entry of `schemas`: a document, and the schema that describes it.
struct SchemaReference: Sendable {
  /// `["input"]`, `["data", "acl"]`
  var path: [String]
  var schema: Schema

  enum Schema: Sendable {
    /// The path behind `schema`: `schema.acl` is `["acl"]`.
    case named([String])
    case inline(JSONValue)
  }
}

/// What `rego.metadata.rule()` and `rego.metadata.chain()` stand for in one rule.
struct RuleMetadata {
  static let rulePath = ["rego", "metadata", "rule"]
  static let chainPath = ["rego", "metadata", "chain"]

  var rule: Term
  var chain: Term
}
