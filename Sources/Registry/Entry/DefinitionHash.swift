public import Basics

/// The hash of a tool's definition, in the two forms that are accepted.
///
/// Both are the SHA-256 of an object of exactly three members: `name`, `description` and `inputSchema`. They
/// differ in the order of keys only.
public struct DefinitionHash: Sendable, Equatable {
  /// Members in the order above, nested keys in the order of the document, numbers as written, no white
  /// space: what a shell makes with `echo -n '{"name":…}' | sha256sum`.
  public let inDocumentOrder: Digest256
  /// The object in canonical form (RFC 8785), which does not depend on how a server orders its keys.
  public let canonical: Digest256

  public init(name: String, description: String, inputSchema: JSONValue) {
    let definition: JSONValue = [
      "name": .string(name), "description": .string(description), "inputSchema": inputSchema,
    ]
    inDocumentOrder = Digest256(of: definition.serialized())
    canonical = Digest256(of: definition.canonical())
  }

  /// Whether `digest` is either form.
  public func matches(_ digest: Digest256) -> Bool { digest == inDocumentOrder || digest == canonical }
}
