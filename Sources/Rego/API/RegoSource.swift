public import Basics

/// One module's text and the name that errors give it.
public struct RegoSource: Sendable {
  public var path: String
  public var text: String
  /// The language it is written in, if known; nil leaves that to `RegoOptions`.
  public var version: RegoVersion?

  public init(path: String, text: String, version: RegoVersion? = nil) {
    self.path = path
    self.text = text
    self.version = version
  }

  /// A module as it was read from a file.
  ///
  /// - Throws: `rego_parse_error` if it is not UTF-8, with the place of the first byte that is not.
  public init(path: String, bytes: [UInt8], version: RegoVersion? = nil) throws(RegoError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let valid = UTF8Scan.validPrefix(bytes)
      let row = bytes[..<valid].count { $0 == UInt8(ascii: "\n") } + 1
      let start = bytes[..<valid].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      throw RegoError(
        code: .parse, message: "invalid UTF-8", advice: "save the file as UTF-8", file: path, row: row,
        column: valid - start + 1)
    }
    self.init(path: path, text: text, version: version)
  }
}

/// How modules are read and compiled.
public struct RegoOptions: Sendable {
  /// The language of modules that do not say it themselves with `import rego.v1`.
  public var version: RegoVersion
  /// A module that is not Rego v1 but is Rego v0 is read as such.
  public var acceptsLegacySyntax: Bool
  /// Errors of built-ins end the evaluation; otherwise the call is undefined.
  public var strictBuiltinErrors: Bool
  /// Compiled code reports what it reaches: for coverage and explanations. Slower; rules that need not be looked at any
  /// more are evaluated all the same.
  public var isTraced = false
  /// Refuse what is likely a mistake: unused imports, variables and arguments, locals called `input` or `data`.
  public var isStrict = false
  /// JSON Schemas that annotations may name: `schema.acl` is the one called `acl`.
  public var schemas: [String: JSONValue] = [:]

  public init(version: RegoVersion = .v1, acceptsLegacySyntax: Bool = false, strictBuiltinErrors: Bool = false) {
    self.version = version
    self.acceptsLegacySyntax = acceptsLegacySyntax
    self.strictBuiltinErrors = strictBuiltinErrors
  }
}
