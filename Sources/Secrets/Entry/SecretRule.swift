public import Basics

/// Who may use a secret, where, for what and for how long. Nothing is allowed that is not listed.
public struct SecretRule: Sendable, Equatable {
  /// SPIFFE IDs: exact, or ending in `/*` for every ID below.
  public var owners: [String]
  /// Names of tools; `*` for every tool.
  public var tools: [String]
  /// Scopes that a reference must name one of. Empty: a reference names none, or the tool that it is used in.
  public var scopes: [String]
  /// From then on the secret is not given any more; nil: no end.
  public var expiresAt: Timestamp?

  public init(owners: [String], tools: [String], scopes: [String] = [], expiresAt: Timestamp? = nil) {
    self.owners = owners
    self.tools = tools
    self.scopes = scopes
    self.expiresAt = expiresAt
  }

  /// Whether `principal` may use the secret in a call of `tool` by a reference of `scope`. Bytes are
  /// compared.
  func allows(principal: String, tool: String, scope: String?) -> Bool {
    owners.contains { Self.matches($0, principal) }
      && tools.contains { $0 == "*" || $0.utf8.elementsEqual(tool.utf8) }
      && allows(scope: scope, tool: tool)
  }

  private func allows(scope: String?, tool: String) -> Bool {
    guard let scope else { return scopes.isEmpty }
    return scopes.isEmpty
      ? scope.utf8.elementsEqual(tool.utf8) : scopes.contains { $0.utf8.elementsEqual(scope.utf8) }
  }

  /// `…/*` stands for one or more segments below.
  private static func matches(_ pattern: String, _ principal: String) -> Bool {
    guard pattern.hasSuffix("/*") else { return pattern.utf8.elementsEqual(principal.utf8) }
    let stem = pattern.utf8.dropLast()
    return principal.utf8.count > stem.count && principal.utf8.starts(with: stem)
  }

  /// What is wrong with the lists; nil if nothing is.
  var problem: String? {
    if let owner = owners.first(where: { !Self.isOwner($0) }) {
      return "\"\(owner)\" is no SPIFFE ID and no SPIFFE ID with \"/*\" at its end."
    }
    if let scope = scopes.first(where: { !SecretReferenceScanner.isScope($0) }) {
      return "\"\(scope)\" is no scope: letters, digits, \"_\", \".\", \"-\"."
    }
    if tools.contains(where: \.isEmpty) { return "A tool has no name." }
    if max(owners.count, tools.count, scopes.count) > Self.listMax {
      return "A list has more than \(Self.listMax) elements."
    }
    return nil
  }

  static let listMax = 256

  /// A trust domain and, but for a pattern over it, a path. Principals are checked in full where they are
  /// proved.
  private static func isOwner(_ owner: String) -> Bool {
    let scheme = "spiffe://"
    guard owner.hasPrefix(scheme), owner.utf8.count <= 2_048 else { return false }
    let rest = owner.utf8.dropFirst(scheme.utf8.count)
    guard let first = rest.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "*") else { return false }
    let body = owner.hasSuffix("/*") ? rest.dropLast(2) : rest
    return body.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "*") }
  }
}
